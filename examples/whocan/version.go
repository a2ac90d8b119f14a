package main

import (
	"fmt"
	"runtime/debug"

	"fleettrust.example/fleet/render"
)

// version says which build this is and which JSON it writes. A build from a working tree has no number.
func version() string {
	number := "(devel)"
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		number = info.Main.Version
	}
	return fmt.Sprintf("%s, JSON version %d", number, render.Version)
}
