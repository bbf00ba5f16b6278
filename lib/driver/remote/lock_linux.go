package remote

// lockCommand takes a lock that belongs to the open file, not to the process
// (F_OFD_SETLK), so that goroutines keep each other out too.
const lockCommand = 37
