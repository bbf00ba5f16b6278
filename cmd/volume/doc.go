// Package volume holds the commands about storage volumes.
package volume

import "github.com/virgo-vm/virgo/cmd/vsh"

// Commands returns the commands of the group, in the order of help.
func Commands() []vsh.Command {
	return []vsh.Command{
		{Name: "vol-clone", Spec: volCloneSpec},
		{Name: "vol-create-as", Spec: volCreateAsSpec},
		{Name: "vol-create", Spec: volCreateSpec},
		{Name: "vol-create-from", Spec: volCreateFromSpec},
		{Name: "vol-delete", Spec: volDeleteSpec},
		{Name: "vol-download", Spec: volDownloadSpec},
		{Name: "vol-dumpxml", Spec: volDumpxmlSpec},
		{Name: "vol-info", Spec: volInfoSpec},
		{Name: "vol-key", Spec: volKeySpec},
		{Name: "vol-list", Spec: volListSpec},
		{Name: "vol-name", Spec: volNameSpec},
		{Name: "vol-path", Spec: volPathSpec},
		{Name: "vol-pool", Spec: volPoolSpec},
		{Name: "vol-resize", Spec: volResizeSpec},
		{Name: "vol-upload", Spec: volUploadSpec},
		{Name: "vol-wipe", Spec: volWipeSpec},
	}
}
