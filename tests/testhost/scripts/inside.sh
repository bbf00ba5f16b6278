# inside.sh is PID 1 of a private host. It puts the host's own directories in
# the place of the machine's, starts the daemons, prints "ready" and stays.
#
# HOST_DIR      directory of this host: etc, lib, run, log and cache
# HOST_NAME     its host name
# HOST_CGROUPS  the cgroup v1 controllers it has, parted by blanks
# HOST_NETNS    1 when it has a network namespace of its own
# HOST_ARGS     options of libvirtd, one per line
set -eu
hostname "$HOST_NAME"
mount --make-rprivate /

if [ "$HOST_NETNS" = 1 ]; then
	# sysfs shows the network devices of the namespace that mounted it.
	umount -R -l /sys
	mount -t sysfs sysfs /sys
	ip link set lo up
fi
if [ -n "$HOST_CGROUPS" ]; then
	[ "$HOST_NETNS" = 1 ] || umount -R -l /sys/fs/cgroup
	mount -t tmpfs -o mode=755 cgroup /sys/fs/cgroup
	for controller in $HOST_CGROUPS; do
		mkdir "/sys/fs/cgroup/$controller"
		# A controller that the machine has joined with another cannot be
		# mounted alone; libvirtd does without it.
		mount -t cgroup -o "$controller" cgroup "/sys/fs/cgroup/$controller" 2>/dev/null ||
			rmdir "/sys/fs/cgroup/$controller"
	done
fi

place() {
	mkdir -p "$2"
	mount --bind "$HOST_DIR/$1" "$2"
}
place etc /etc/libvirt
place lib /var/lib/libvirt
place run /run/libvirt
place log /var/log/libvirt
place cache /var/cache/libvirt
# A console is locked by the name of its terminal, which another host may use too,
# and a daemon that is killed leaves its locks behind.
mount -t tmpfs -o mode=1777 lock "$(realpath /var/lock)"

# QEMU's user must be able to open /dev/kvm, as udev arranges it on a running
# system: otherwise libvirtd finds its cached knowledge of QEMU, which it
# gained as root, out of date on each start.
if [ -c /dev/kvm ] && getent group kvm >/dev/null; then
	mkdir "$HOST_DIR/dev"
	mount -t tmpfs -o mode=755 dev "$HOST_DIR/dev"
	mknod -m 660 "$HOST_DIR/dev/kvm" c 10 232
	chgrp kvm "$HOST_DIR/dev/kvm"
	mount --bind "$HOST_DIR/dev/kvm" /dev/kvm
fi

if [ -e "$HOST_DIR/pre.sh" ]; then
	. "$HOST_DIR/pre.sh"
fi

args=()
if [ -n "$HOST_ARGS" ]; then
	mapfile -t args <<<"$HOST_ARGS"
fi
virtlogd -d -p /run/libvirt/virtlogd.pid
libvirtd -d -p /run/libvirt/libvirtd.pid "${args[@]}"
echo ready

# PID 1 must stay, and must wait, so that nothing inside remains a zombie.
while :; do
	sleep 3600 &
	wait $! || true
done
