package fleet

func (c *compiler) compileScopes() {}
