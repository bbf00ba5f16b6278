package volume

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func volWipeSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "vol-wipe", Help: "overwrite the data of a volume",
		Description: "Overwrite the data of a volume, so that it cannot be read any more. The volume stays.",
		Examples:    []string{"vol-wipe web.img --pool images"},
		Opts: append(volAndPool(), vsh.StringOpt("algorithm",
			"what to overwrite it with: zero (the default), nnsa, dod, bsi, gutmann, schneier, pfitzner7, pfitzner33, random or trim",
			"volume-wipe-algorithms").Loose()),
		Run: runVolWipe,
	}
}

func runVolWipe(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	vol, err := s.Vol(ctx, a)
	if err != nil {
		return nil, err
	}
	word, err := a.String("algorithm")
	if err != nil {
		return nil, err
	}
	if word == "" { // every host has the call without a pattern
		err = vol.Wipe(ctx, 0)
	} else {
		algorithm, ok := wipeAlgorithm(word)
		if !ok {
			return nil, vsh.Failf("Unsupported algorithm '%s'", word)
		}
		err = vol.WipePattern(ctx, algorithm, 0)
	}
	if err != nil {
		return nil, vsh.Wrapf(err, "Failed to wipe vol %s", vol.Name())
	}
	return format.Done("wiped", format.Ref(vol.Ref()), "Vol %s wiped\n", vol.Name()), nil
}

// wipeAlgorithm returns the algorithm with a name.
func wipeAlgorithm(word string) (virt.StorageVolWipeAlgorithm, bool) {
	for a := virt.StorageVolWipeAlgZero; a <= virt.StorageVolWipeAlgTrim; a++ {
		if a.String() == word {
			return a, true
		}
	}
	return 0, false
}
