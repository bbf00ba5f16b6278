package uri

import (
	"os"
	"strings"

	"github.com/virgo-vm/virgo/lib/virt"
)

// EnvDefault is the environment variable that names the default URI. Set to
// nothing it counts as unset.
const EnvDefault = "LIBVIRT_DEFAULT_URI"

// Resolve returns the URI that name stands for, as this process is configured:
// its environment and its configuration file. See Config.Resolve.
func Resolve(name string) (string, error) {
	path, err := ConfigPath()
	if err != nil {
		return "", err
	}
	c, err := LoadConfig(path)
	if err != nil {
		return "", err
	}
	return c.Resolve(name, os.Getenv)
}

// Resolve returns the URI that name stands for: itself, what an alias called
// name says, or, when name is empty, the default, from the environment variable
// EnvDefault or from the file. The short forms "xen" and "xen://" are written
// out. An empty result means that there is no default: the local daemon is to be
// asked.
//
// An alias stands for a URI, not for another alias. The file's list of aliases
// is checked up to the one that matches.
func (c *Config) Resolve(name string, getenv func(string) string) (string, error) {
	if name == "" {
		if name = getenv(EnvDefault); name == "" {
			if _, ok := c.values[KeyDefault]; !ok {
				return "", nil
			}
			var err error
			if name, err = c.String(KeyDefault); err != nil {
				return "", err
			}
			if name == "" {
				return "", virt.Errorf(virt.FromNone, virt.ErrNoConnect,
					"URI '' of '%s' in %s does not include a driver name", KeyDefault, c.file)
			}
		}
	} else if full, ok := expandXen(name); ok {
		return full, nil // before the aliases: nobody can redefine it
	}
	name, err := c.alias(name)
	if err != nil {
		return "", err
	}
	full, _ := expandXen(name)
	return full, nil
}

// expandXen writes out the short forms of old for xen:///system.
func expandXen(name string) (string, bool) {
	if strings.EqualFold(name, "xen") || strings.EqualFold(name, "xen://") {
		return "xen:///system", true
	}
	return name, false
}

// alias returns the URI of the alias called name, or name.
func (c *Config) alias(name string) (string, error) {
	entries, err := c.Strings(KeyAliases)
	if err != nil {
		return "", err
	}
	for _, e := range entries {
		a, err := parseAlias(e)
		if err != nil {
			return "", err
		}
		if a.Name == name {
			return a.URI, nil
		}
	}
	return name, nil
}

// An Alias is a short name for a URI.
type Alias struct{ Name, URI string }

// Aliases returns the aliases of the file, in its order.
func (c *Config) Aliases() ([]Alias, error) {
	entries, err := c.Strings(KeyAliases)
	if err != nil {
		return nil, err
	}
	aliases := make([]Alias, len(entries))
	for i, e := range entries {
		if aliases[i], err = parseAlias(e); err != nil {
			return nil, err
		}
	}
	return aliases, nil
}

// parseAlias reads an entry of the list of aliases.
func parseAlias(entry string) (Alias, error) {
	alias, target, ok := strings.Cut(entry, "=")
	if !ok {
		return Alias{}, virt.Errorf(virt.FromURI, virt.ErrConfSyntax,
			"Malformed 'uri_aliases' config entry '%s', expected 'alias=uri://host/path'", entry)
	}
	if strings.Trim(alias, aliasChars) != "" {
		return Alias{}, virt.Errorf(virt.FromURI, virt.ErrConfSyntax,
			"Malformed 'uri_aliases' config entry '%s', aliases may only contain 'a-Z, 0-9, _, -'", entry)
	}
	return Alias{alias, target}, nil
}

const aliasChars = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"
