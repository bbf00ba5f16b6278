package completion

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/lib/libvirt"
)

// A source finds the values that an option may have. It may return some and an
// error.
type source func(ctx context.Context, q *query) ([]string, error)

// None is the source of options whose values only the user can know.
const None = "none"

// sources returns all sources by name. The names are those of vsh.Opt.Complete,
// where a comma after the name says that the value is a list of such values.
func sources() map[string]source {
	all := map[string]source{None: fixed()}
	for _, part := range []map[string]source{
		domainSources(), deviceSources(), networkSources(), storageSources(), hostSources(), otherSources(), wordSources(),
	} {
		for name, s := range part {
			all[name] = s
		}
	}
	return all
}

// Sources returns the names that vsh.Opt.Complete may have, in order.
func Sources() []string {
	names := []string{"commands", "directories", "files"} // these are not values that words stand for
	for name := range sources() {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// A query is what a source may ask.
type query struct {
	engine  *Engine
	partial *vsh.Partial
	session *vsh.Session
}

// errNobody is the error where a host would have to be asked and none can be.
var errNobody = errors.New("no host to ask")

// words returns the values of a source.
func (q *query) words(ctx context.Context, name string) ([]string, error) {
	find := sources()[name]
	if find == nil {
		return nil, errNobody
	}
	return find(ctx, q)
}

// ask returns the session in which hosts are asked.
func (q *query) ask() (*vsh.Session, error) {
	if q.session == nil && q.engine.Session != nil {
		q.session = q.engine.Session()
	}
	if q.session == nil {
		return nil, errNobody
	}
	return q.session, nil
}

// conn returns the connection to the host.
func (q *query) conn(ctx context.Context) (*libvirt.Conn, error) {
	s, err := q.ask()
	if err != nil {
		return nil, err
	}
	return s.Conn(ctx)
}

// given returns the value of an option, empty if it was not given.
func (q *query) given(name string) string {
	value, _ := q.partial.Given(name)
	return value
}

// has reports whether an option was given.
func (q *query) has(name string) bool {
	_, ok := q.partial.Given(name)
	return ok
}

// domain returns the domain that was given.
func (q *query) domain(ctx context.Context) (*libvirt.Domain, error) {
	if q.given("domain") == "" {
		return nil, errNobody
	}
	s, err := q.ask()
	if err != nil {
		return nil, err
	}
	return s.Domain(ctx, q.partial.Args, vsh.ByAny)
}

// fixed is the source of words that are always the same.
func fixed(words ...string) source {
	return func(context.Context, *query) ([]string, error) { return words, nil }
}

// listed is the source of the objects that list returns, each by the word for
// it, in the order that lists of names have.
func listed[T any](list func(ctx context.Context, conn *libvirt.Conn) ([]T, error), word func(T) string) source {
	return func(ctx context.Context, q *query) ([]string, error) {
		conn, err := q.conn(ctx)
		if err != nil {
			return nil, err
		}
		objects, err := list(ctx, conn)
		return words(objects, word), err
	}
}

// words returns the word for each object, sorted without regard to case.
func words[T any](objects []T, word func(T) string) []string {
	found := make([]string, len(objects))
	for i, o := range objects {
		found[i] = word(o)
	}
	slices.SortFunc(found, func(a, b string) int {
		return cmp.Or(strings.Compare(strings.ToLower(a), strings.ToLower(b)), strings.Compare(a, b))
	})
	return found
}
