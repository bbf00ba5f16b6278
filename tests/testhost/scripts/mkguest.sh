#!/bin/bash
# mkguest.sh OUT: makes OUT/vmlinuz and OUT/initrd.gz, a Linux small enough for
# tests: the distribution's cloud kernel, busybox, the virtio modules and the
# QEMU guest agent. The packages are unpacked, not installed.
set -eu
out=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

kernel=$(apt-cache depends linux-image-cloud-amd64 | awk '/Depends: linux-image-/ { print $2; exit }')
apt-get download -qq "$kernel" busybox-static qemu-guest-agent >apt.log 2>&1 || { cat apt.log >&2; exit 1; }
for package in *.deb; do dpkg-deb -x "$package" unpacked; done
version=$(ls unpacked/lib/modules)
depmod -b "$work/unpacked" "$version"

root=$work/root
mkdir -p "$root"/{bin,sbin,usr/sbin,etc/acpi/PWRF,proc,sys,dev,tmp,run,root,mnt,modules,var/run}
cp unpacked/bin/busybox "$root/bin/"
ln -s busybox "$root/bin/sh"
cp unpacked/usr/sbin/qemu-ga "$root/usr/sbin/"
ldd unpacked/usr/sbin/qemu-ga | grep -o '/[^ ]*' | while read -r library; do
	mkdir -p "$root/$(dirname "$library")"
	cp -L "$library" "$root/$library"
done

for module in virtio_pci virtio_net virtio_blk virtio_console virtio_balloon virtio-rng \
	virtio_scsi sd_mod pvpanic-mmio evdev button; do # the last two make ACPI shutdown work
	modprobe -d "$work/unpacked" -S "$version" --show-depends "$module" | awk '$1 == "insmod" { print $2 }'
done | awk '!seen[$0]++' | while read -r file; do
	cp "$file" "$root/modules/"
	basename "$file"
done >"$root/modules/order"

# The prompt is a loop of its own because busybox's shell asks the terminal
# for its size and takes what comes next as the answer.
cat >"$root/init" <<'INIT'
#!/bin/busybox sh
export PATH=/bin:/sbin:/usr/bin:/usr/sbin
/bin/busybox --install -s /bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs dev /dev
mkdir /dev/pts
mount -t devpts devpts /dev/pts
for module in $(cat /modules/order); do insmod /modules/$module; done
hostname guest
ifconfig lo up
acpid -l /dev/null
for dev in $(ls /sys/class/net | grep eth); do
	ifconfig $dev up
	udhcpc -i $dev -s /udhcpc -b -S -t 20 -T 1 >/dev/null 2>&1 &
done
for port in /sys/class/virtio-ports/*; do
	[ "$(cat $port/name)" = org.qemu.guest_agent.0 ] &&
		qemu-ga -d -p /dev/${port##*/} -m virtio-serial -t /tmp -f /tmp/qga.pid
done 2>/dev/null
(
	while sleep 1; do
		for cpu in /sys/devices/system/cpu/cpu*/online; do grep -q 0 $cpu && echo 1 >$cpu; done
	done
) 2>/dev/null &
exec </dev/ttyS0 >/dev/ttyS0 2>&1
echo "GUEST-READY cpus=$(nproc)"
while :; do
	printf '# '
	read -r line || { sleep 1; continue; }
	eval "$line"
done
INIT
cat >"$root/udhcpc" <<'DHCP'
#!/bin/sh
case $1 in
bound | renew)
	ifconfig $interface $ip netmask $subnet
	[ -z "$router" ] || route add default gw $router
	;;
esac
DHCP
printf '#!/bin/sh\nexec poweroff -f\n' >"$root/etc/acpi/PWRF/00000080"
printf '#!/bin/sh\ncase "$*" in *-r*) exec reboot -f ;; esac\nexec poweroff -f\n' >"$root/sbin/shutdown"
echo 'root:x:0:0:root:/root:/bin/sh' >"$root/etc/passwd"
echo 'root:x:0:' >"$root/etc/group"
chmod +x "$root/init" "$root/udhcpc" "$root/sbin/shutdown" "$root"/etc/acpi/PWRF/*

cp "unpacked/boot/vmlinuz-$version" "$out/vmlinuz"
(cd "$root" && find . | cpio -o -H newc --quiet -R 0:0) | gzip -1 >"$out/initrd.gz"
