package libvirt

import "sync"

// together runs calls that need no answer of one another, all in flight at
// once, and returns the first error in their order. How many of them are
// unanswered at a time is the driver's business.
func together(calls ...func() error) error {
	errs := make([]error, len(calls))
	var wg sync.WaitGroup
	for i, call := range calls {
		wg.Go(func() { errs[i] = call() })
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
