package fleet

func (c *compiler) compileConstraints() {}
