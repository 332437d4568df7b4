# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2154 # tree.sh has set TREE
#
# A kernel that comes by apt and that no module can be built for, as packages of the tree's own: what stands for
# linux-image and linux-headers runs the same maintainer scripts, and so the same hooks of DKMS.

# new_kernel RELEASE OPTION…: its two packages in the tree's /new; it has these options, and a compiler that fails
new_kernel() {
	local headers
	packed linux-headers "$1"
	headers=$packed/usr/src/linux-headers-$1
	mkdir -p "$headers/include/config" "$packed/lib/modules/$1"
	ln -s "/usr/src/linux-headers-$1" "$packed/lib/modules/$1/build"
	printf '%s=y\n' "${@:2}" | tee "$headers/.config" >"$headers/include/config/auto.conf"
	printf '%%:\n\t@echo error: this compiler is broken; exit 1\n' >"$headers/Makefile"
	pack
	packed linux-image "$1"
	mkdir -p "$packed/lib/modules/$1" "$packed/boot"
	touch "$packed/lib/modules/$1/modules.builtin" "$packed/lib/modules/$1/modules.order" "$packed/boot/vmlinuz-$1"
	pack
}

# packed NAME RELEASE: an empty package in $packed, with the maintainer scripts of the tree's kernel
packed() {
	local stock script
	stock=$(kernels | tail -n 1)
	packed=$TREE/new/$1-$2
	mkdir -p "$packed/DEBIAN"
	printf '%s\n' "Package: $1-$2" 'Version: 1' 'Architecture: amd64' 'Maintainer: nobody' 'Description: stand-in' \
		>"$packed/DEBIAN/control"
	for script in preinst postinst prerm postrm; do
		[ -e "$TREE/var/lib/dpkg/info/$1-$stock.$script" ] || continue
		sed "s/$stock/$2/g" "$TREE/var/lib/dpkg/info/$1-$stock.$script" >"$packed/DEBIAN/$script"
		chmod 755 "$packed/DEBIAN/$script"
	done
}

pack() { in_tree dpkg-deb --build "${packed#"$TREE"}" /new/; }
