package load

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"syscall"
)

// headBytes are enough of a file to tell what it holds.
const headBytes = 64 << 10

// maxUnpacked bounds what gzip may unpack of one file: a small file can hold years of zeros.
const maxUnpacked = 64 << 30

// A content is a file while it is open, unpacked if gzip packed it.
type content struct {
	*bufio.Reader
	file *os.File
	was  fs.FileInfo
}

// open opens a regular file. Opening without blocking keeps a named pipe from holding us up, if one took the file's place
// since the folder was listed.
func (f *file) open() (*content, error) {
	in, err := f.root.OpenFile(f.within, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, plain(err)
	}
	c := &content{file: in}
	if c.was, err = in.Stat(); err == nil && !c.was.Mode().IsRegular() {
		err = errors.New(irregular(c.was.Mode()))
	}
	if err == nil {
		err = c.unpack(f.pace.watch(f.name, io.LimitReader(in, c.was.Size()))) // what is added meanwhile is a change
	}
	if err != nil {
		in.Close()
		return nil, plain(err)
	}
	return c, nil
}

// unpack tells by its first bytes whether the file is packed.
func (c *content) unpack(in io.Reader) error {
	c.Reader = bufio.NewReaderSize(in, headBytes)
	if magic, _ := c.Peek(2); string(magic) != "\x1f\x8b" {
		return nil
	}
	packed, err := gzip.NewReader(c.Reader)
	if err != nil {
		return err
	}
	c.Reader = bufio.NewReaderSize(&bounded{packed, maxUnpacked}, headBytes)
	return nil
}

func (c *content) close() { c.file.Close() }

// changed tells a file that was written to since it was opened.
func (c *content) changed() bool {
	is, err := c.file.Stat()
	return err != nil || is.Size() != c.was.Size() || !is.ModTime().Equal(c.was.ModTime())
}

// head gives the first bytes, which stay to be read.
func (c *content) head() ([]byte, error) {
	head, err := c.Peek(headBytes)
	if err != nil && err != io.EOF {
		return nil, plain(err)
	}
	return head, nil
}

// all reads what is there, up to the limit of a file that is parsed whole.
func (c *content) all() ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(c, maxBytes+1))
	if err != nil {
		return nil, plain(err)
	}
	if len(data) > maxBytes {
		return nil, fmt.Errorf("more than %d MiB", maxBytes>>20)
	}
	return data, nil
}

// bounded is a reader that fails when it has given too much.
type bounded struct {
	io.Reader
	left int64
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return 0, fmt.Errorf("unpacks to more than %d GiB", maxUnpacked>>30)
	}
	return n, err
}
