package load

import "io"

// A pace tells how far reading has come.
type pace struct {
	now  Progress
	tell func(Progress)
}

func newPace(files []*file, tell func(Progress)) *pace {
	p := &pace{tell: tell}
	for _, f := range files {
		p.now.Total += f.size
	}
	return p
}

// watch counts what is read of a file.
func (p *pace) watch(name string, in io.Reader) io.Reader {
	if p == nil || p.tell == nil {
		return in
	}
	p.now.File = name
	return &watched{in, p}
}

type watched struct {
	io.Reader
	pace *pace
}

func (w *watched) Read(b []byte) (int, error) {
	n, err := w.Reader.Read(b)
	w.pace.now.Done += int64(n)
	w.pace.tell(w.pace.now)
	return n, err
}
