package fleet

func (c *compiler) compileNodePools() {}
