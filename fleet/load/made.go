package load

// A part is a field of an object that is made of another.
type part struct {
	name string
	v    value // of shape 0 if it is not there
}

// said is a text, at the line of the object that it is made of.
func said(name, s string) part { return part{name, value{shape: text, text: s}} }

// kept is what stands there, with its lines; nothing where nothing stands.
func kept(name string, it item) part {
	if it.v == nil {
		return part{}
	}
	return part{name, *it.v}
}

// nested is an object of parts.
func nested(name string, parts ...part) part {
	v := value{shape: object}
	for _, p := range parts {
		if p.v.shape != 0 {
			v.names, v.items = append(v.names, p.name), append(v.items, p.v)
		}
	}
	return part{name, v}
}

// made gives an object as the API prints it, made of what another source says of it.
func (it item) made(parts ...part) item {
	v := nested("", parts...).v
	v.at(it.line())
	return item{it.file, &v, it.up, it.step}
}

// at gives a line to what was made and has none.
func (v *value) at(line int) {
	if v.line != 0 {
		return
	}
	v.line = line
	for i := range v.items {
		v.items[i].at(line)
	}
}
