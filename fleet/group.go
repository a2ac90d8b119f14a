package fleet

func (c *compiler) compileGroups() {}
