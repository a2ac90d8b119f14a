package load

import "io"

// readAssets reads an export of Cloud Asset Inventory.
func (f *file) readAssets(in io.Reader) int {
	f.unknown(0, "an export of Cloud Asset Inventory, which is not read yet")
	return 0
}
