package fleet

func (c *compiler) compilePermits() {}
