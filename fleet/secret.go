package fleet

func (c *compiler) compileSecrets() {}
