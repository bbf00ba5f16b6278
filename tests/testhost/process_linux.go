package testhost

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"syscall"
)

// lockThread keeps the calling goroutine on its thread, and makes cmd die with
// that thread: when the test process is killed, its hosts end too.
func lockThread(cmd *exec.Cmd) {
	runtime.LockOSThread()
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
}

// childOf is the only child of a process.
func childOf(pid int) (int, error) {
	list, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", pid, pid))
	if err != nil {
		return 0, err
	}
	child, err := strconv.Atoi(strings.TrimSpace(string(list)))
	if err != nil {
		return 0, fmt.Errorf("process %d: its children are %q, not one", pid, list)
	}
	return child, nil
}
