package fleet

func (c *compiler) compileBoundaries() {}
