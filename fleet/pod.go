package fleet

func (c *compiler) compilePods() {}
