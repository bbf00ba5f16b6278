#!/bin/bash
# enter.sh CGROUP INSIDE [OPTION...]: joins the cgroup CGROUP of every v1
# hierarchy, then becomes PID 1 of new namespaces and runs the script INSIDE.
# Each OPTION is passed to unshare. The environment says the rest (inside.sh).
set -eu
cgroup=$1 inside=$2
shift 2

cgroups=()
for procs in /sys/fs/cgroup/*/"$cgroup"/cgroup.procs; do
	[ -e "$procs" ] || continue
	# The cgroup namespace shows as its root the cgroup that unshare is in.
	echo $$ >"$procs"
	cgroups=(--cgroup)
done

exec unshare --mount --pid --uts --ipc "${cgroups[@]}" "$@" \
	--fork --mount-proc --kill-child=KILL bash "$inside"
