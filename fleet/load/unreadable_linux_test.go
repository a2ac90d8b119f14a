package load

import (
	"os"
	"runtime"
	"syscall"
	"testing"
)

// A file that may not be read is refused by name: without it an answer could be too small. Root may read every file, so
// that the folder is read by another user.
func TestUnreadableFile(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "projects/p/project.json", []byte("{}"))
	if err := os.Chmod("projects/p/project.json", 0); err != nil {
		t.Fatal(err)
	}
	readAs(t, 65534)
	wantFault(t, faultsOf(t, "."), "projects/p/project.json", "permission denied")
}

// readAs opens files as a user until the test ends. That holds for one thread, which the test keeps to itself.
func readAs(t *testing.T, user int) {
	runtime.LockOSThread()
	if err := syscall.Setfsuid(user); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := syscall.Setfsuid(os.Getuid()); err != nil {
			t.Fatal(err)
		}
		runtime.UnlockOSThread()
	})
}
