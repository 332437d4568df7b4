# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# Keep out what differs from host to host: the user's language, umask, temporary directory, git configuration and whatever
# programs read from the environment. Proxies stay. Each command that runs on the host sources this file first.

export LC_ALL=C.UTF-8 TZ=UTC
unset LANGUAGE CDPATH BASH_ENV ENV POSIXLY_CORRECT GREP_OPTIONS LD_PRELOAD LD_LIBRARY_PATH PYTHONPATH PYTHONHOME PERL5LIB PERL5OPT
unset MODPROBE_OPTIONS APT_CONFIG
# User Mode Linux keeps the memory of its guest in a file there, and the default is in memory.
unset TMPDIR TMP TEMP
umask 022

# Some of the programs are in directories that only root's PATH has.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

# An ignored file must be ignored by the project, a commit needs no signature, and root may read a user's checkout.
unset "${!GIT_@}"
export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0='*'

# Where kernels, roots and compilations live, for all checkouts.
# shellcheck disable=SC2034 # others use it
LAB_CACHE=${NETFLOW_LAB_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/netflow-lab}
unset "${!CCACHE_@}"

# compiler_cache DIRECTORY: the variables of ccache, one a line, for what is $LAB_CACHE/ccache here and DIRECTORY to the compiler
compiler_cache() {
	mkdir -p "$LAB_CACHE/ccache"
	printf '%s\n' "CCACHE_DIR=$1" CCACHE_MAXSIZE=2G
}

# with_compiler_cache: what was compiled before, in this checkout or in another one, is not compiled again
with_compiler_cache() {
	local variables
	mapfile -t variables < <(compiler_cache "$LAB_CACHE/ccache")
	export "${variables[@]}" CCACHE_NOHASHDIR=1
	CCACHE_BASEDIR=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
	export CCACHE_BASEDIR
	PATH=/usr/lib/ccache:$PATH
}

# without_build_settings: what make and the kernel's build system take from the environment, or from the make that called
without_build_settings() {
	unset MAKEFLAGS MFLAGS MAKEOVERRIDES MAKELEVEL GNUMAKEFLAGS V W C O ARCH CROSS_COMPILE CC LLVM CFLAGS CPPFLAGS LDFLAGS LDLIBS
	unset "${!KBUILD_@}" "${!DEB_@}" KCFLAGS KDIR KVER DESTDIR PREFIX LOCALVERSION INSTALL_MOD_PATH WERROR SOURCE_DATE_EPOCH
}
