//go:build unix

package corpus

import "syscall"

// doNotWait opens a pipe without waiting for its writer. Of a regular file it changes nothing.
const doNotWait = syscall.O_NONBLOCK
