# SPDX-License-Identifier: GPL-2.0
#
# Kernel modules, tools and tests. Whatever is made goes to build/. `make help` lists the targets.

NETFLOW_VERSION := $(shell cat VERSION)

V ?= 0
Q := $(if $(filter 1,$(V)),,@)
quote = '$(subst ','\'',$(1))'
say = @printf '  %-7s %s\n'

# Warnings are errors in a checkout; a release must still build with the compilers to come.
WERROR ?= $(if $(wildcard .git),1,0)

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.PHONY: all tools http-left-out modules modules-if-found deb rpm srpm install uninstall install-service dkms-install modules_install install-modules \
	check check-all check-matrix check-unit style fuzz soak demo bench bench-instructions clean \
	help always

all: tools modules-if-found

#
# Kernel modules
#

KVER ?= $(shell uname -r)
KDIR ?= $(wildcard /lib/modules/$(KVER)/build)
O_MODULES ?= build/modules
MODULES := nf_netflow xt_NETFLOW nft_netflow

ifneq ($(wildcard $(KDIR)/Makefile),)
kernel := $(realpath $(KDIR))
kernel_release := $(shell sed -n 's/.*UTS_RELEASE "\(.*\)"/\1/p' $(kernel)/include/generated/utsrelease.h)

# Objects made for one kernel, configuration and compiler never mix with another's: each has a directory of its own.
kernel_cc := $(if $(filter default,$(origin CC)),$(CROSS_COMPILE)gcc,$(CC))
kernel_id := $(shell { echo '$(kernel) $(ARCH) $(CROSS_COMPILE) $(kernel_cc) $(LLVM)'; $(kernel_cc) --version; \
	cat $(addprefix $(kernel)/include/,generated/utsrelease.h generated/autoconf.h); \
	cat $(kernel)/Module.symvers; } 2>&1 | sha256sum | cut -c 1-8)
kbuild_dir := build/kbuild/$(kernel_release)-$(kernel_id)

# A kernel that clang built takes no modules that gcc built.
ifeq ($(origin CC)$(LLVM),default)
kbuild_flags := $(if $(shell grep -sx CONFIG_CC_IS_CLANG=y $(kernel)/include/config/auto.conf),LLVM=1)
endif

# Kbuild works on links to the sources, named as they are; links to what is gone go too.
kbuild_links := $(addprefix $(kbuild_dir)/,Kbuild $(filter-out src/module/compat/probes/%, \
	$(shell find src/module -name '*.[ch]')) src/nft-expr/nft_netflow.c)

$(kbuild_links): $(kbuild_dir)/%:
	@mkdir -p $(@D)
	@ln -srf $* $@

$(kbuild_dir)/netflow_compat_config.h: src/module/compat/probe.sh $(wildcard src/module/compat/probes/*.c)
	$(say) PROBE $(kernel)
	+$(Q)MAKE='$(MAKE)' $< $(kernel) $(abspath $(kbuild_dir)/probe) $(abspath $@) $(kbuild_flags)

modules: $(kbuild_links) $(kbuild_dir)/netflow_compat_config.h
	@find $(kbuild_dir) -xtype l -delete
	+$(Q)$(MAKE) --no-print-directory -C $(kernel) M=$(abspath $(kbuild_dir)) $(kbuild_flags) \
		NETFLOW_VERSION=$(NETFLOW_VERSION) WERROR=$(WERROR) modules
	@mkdir -p $(O_MODULES)
	@rm -f $(MODULES:%=$(O_MODULES)/%.ko)
	@find $(kbuild_dir)/src/nft-expr $(kbuild_dir)/*.ko -name '*.ko' -exec cp -p -t $(O_MODULES) {} +
	$(say) READY '$(O_MODULES)/*.ko for $(kernel_release)'

# Where KVER is not given, KDIR tells it.
install_release := $(if $(filter file,$(origin KVER)),$(kernel_release),$(KVER))
modules_dir := $(DESTDIR)/lib/modules/$(install_release)/updates

modules_install: modules
	$(say) INSTALL $(modules_dir)
	$(Q)install -d $(modules_dir)
	$(Q)install -m 644 $(O_MODULES)/*.ko $(modules_dir)
	$(if $(DESTDIR),,$(Q)depmod $(install_release))

else
modules modules_install:
	@echo "$@: no kernel headers in '$(or $(KDIR),/lib/modules/$(KVER)/build)'." >&2
	@echo "Install the package linux-headers-$(KVER), or name a kernel's build directory with KDIR=." >&2
	@exit 1
endif

modules-if-found: $(if $(kernel),modules)
	$(if $(kernel),,$(say) SKIP 'modules: no headers of kernel $(KVER) here; name a kernel with KDIR=')

# The same under another name.
install-modules: modules_install

#
# Tools
#

PREFIX ?= /usr/local
SBINDIR ?= $(PREFIX)/sbin
LIBEXECDIR ?= $(PREFIX)/lib/netflow
MANDIR ?= $(PREFIX)/share/man
DATADIR ?= $(PREFIX)/share
UNITDIR ?= $(PREFIX)/lib/systemd/system
# Where distributions keep what services are told: Debian, and all others.
SERVICECONFDIR ?= $(if $(wildcard /etc/debian_version),/etc/default,/etc/sysconfig)
BASHDIR ?= $(PREFIX)/share/bash-completion/completions
VIMDIR ?= $(PREFIX)/share/vim/vimfiles
DOCDIR ?= $(PREFIX)/share/doc/netflow
PKG_CONFIG ?= pkg-config
# 1: with the counters over HTTP, the only part that needs libmicrohttpd.
HTTP ?= $(if $(shell $(PKG_CONFIG) --exists libmicrohttpd 2>/dev/null && echo found),1,0)
XTLIBDIR ?= $(shell $(PKG_CONFIG) --variable=xtlibdir xtables)

CFLAGS ?= -O2 -g
warnings := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition -Wpointer-arith \
	-Wwrite-strings -Wundef -Wvla -Wformat=2 $(if $(filter 1,$(WERROR)),-Werror)
tool_flags = -std=gnu11 $(warnings) -D_GNU_SOURCE -DNETFLOW_VERSION='"$(NETFLOW_VERSION)"' \
	-Isrc/stubs -Isrc/module -Isrc/ctl -Isrc/nft-expr -MMD -MP

# Rooms of the module that build in userspace too; src/stubs/ has what they use of the kernel.
shared_sources := src/module/encoding/fields.c $(wildcard src/module/flow/*.c src/module/settings/*.c)
ctl_sources := $(filter-out %/libxt_NETFLOW.c $(if $(filter 1,$(HTTP)),,src/ctl/http/%),$(sort $(wildcard src/ctl/*/*.c)))
ctl_libraries := libmnl libnftnl libkmod libnftables jansson
http_libraries := libmicrohttpd libmnl libkmod jansson
ctl_objects := $(patsubst src/%.c,build/obj/%.o,$(ctl_sources) $(shared_sources))
ctl_mains := $(patsubst %,build/obj/ctl/%/main.o,app legacy http)
# The rooms of all programs: each takes what it uses.
ctl_rooms = build/obj/ctl/rooms.a
# `netflowctl nft` runs nft; nothing that stands in front of a library's function is linked into netflowctl.
ctl_nft_objects := build/obj/nft-expr/launcher/exec.o

ctl = build/bin/netflowctl
legacy = build/bin/ipt_netflow
http = build/bin/netflow-http
xt_plugin = build/lib/xtables/libxt_NETFLOW.so

conf_example = build/netflow.conf.example

# The statement netflow for the distribution's nft: a library in front of nft's, and the program that sets it there.
nft_libraries := libmnl jansson libnftables
nft_objects := $(patsubst src/%.c,build/obj/%.o,$(filter-out %/nft_netflow_run.c, \
	$(sort $(wildcard src/nft-expr/translate/*.c src/nft-expr/preload/*.c))))
nft_launcher_objects := $(addprefix build/obj/nft-expr/launcher/,exec.o launcher.o)
# Intercepts libnftables, too, in a process of its own.
nft_restore_objects := $(nft_objects) $(addprefix build/obj/nft-expr/,preload/nft_netflow_run.o launcher/restore.o)

nft_preload = build/lib/netflow/libnft-netflow.so
nft_launcher = build/lib/netflow/nft
nft_restore = build/lib/netflow/nft-restore

tools: $(ctl) $(legacy) $(xt_plugin) $(nft_preload) $(nft_launcher) $(nft_restore) $(conf_example) \
	$(if $(filter 1,$(HTTP)),$(http),http-left-out)

http-left-out:
	$(say) SKIP 'netflow-http: no libmicrohttpd here'

build/obj/module/%.o: src/module/%.c build/obj/flags
	$(say) CC $<
	@mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) $(tool_flags) $(CFLAGS) -c -o $@ $<

build/obj/ctl/%.o: src/ctl/%.c build/obj/flags
	$(say) CC $<
	@mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) $(tool_flags) $(shell $(PKG_CONFIG) --cflags $(ctl_libraries)) $(CFLAGS) -c -o $@ $<

build/obj/nft-expr/%.o: src/nft-expr/%.c build/obj/flags
	$(say) CC $<
	@mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) $(tool_flags) $(shell $(PKG_CONFIG) --cflags $(nft_libraries)) $(CFLAGS) -fPIC \
		-fvisibility=hidden -DNFT_NETFLOW_LIBRARY='"$(LIBEXECDIR)/libnft-netflow.so"' -c -o $@ $<

$(nft_preload): $(nft_objects)
	$(say) LD $@
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) -shared $(LDFLAGS) -o $@ $^ $(shell $(PKG_CONFIG) --libs $(nft_libraries)) -ldl -lpthread $(LDLIBS)

$(nft_launcher): $(nft_launcher_objects)
	$(say) LD $@
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(nft_restore): $(nft_restore_objects)
	$(say) LD $@
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(shell $(PKG_CONFIG) --libs $(nft_libraries)) -ldl -lpthread $(LDLIBS)

build/obj/ctl/rules/restore.o: CPPFLAGS += -DNFT_NETFLOW_RESTORE='"$(LIBEXECDIR)/nft-restore"'
build/obj/ctl/http/%.o: CPPFLAGS += $(shell $(PKG_CONFIG) --cflags libmicrohttpd)
build/obj/ctl/legacy/show.o: CPPFLAGS += -DNETFLOW_XTLIBDIR='"$(XTLIBDIR)"'

$(ctl_rooms): $(filter-out $(ctl_mains),$(ctl_objects))
	$(say) AR $@
	$(Q)rm -f $@
	$(Q)$(AR) rcs $@ $^

$(ctl): build/obj/ctl/app/main.o $(ctl_nft_objects) $(ctl_rooms)
$(legacy): build/obj/ctl/legacy/main.o $(ctl_rooms)
$(ctl) $(legacy):
	$(say) LD $@
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(shell $(PKG_CONFIG) --libs $(ctl_libraries)) -ldl -lpthread $(LDLIBS)

$(http): build/obj/ctl/http/main.o $(ctl_rooms)
	$(say) LD $@
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(shell $(PKG_CONFIG) --libs $(http_libraries)) $(LDLIBS)

$(xt_plugin): src/ctl/iptables/libxt_NETFLOW.c build/obj/flags
	$(say) CC $@
	@mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) $(tool_flags) -MF build/obj/libxt_NETFLOW.d $(shell $(PKG_CONFIG) --cflags xtables) \
		$(CFLAGS) -fPIC -shared $(LDFLAGS) -o $@ $<

# Every setting with its help, from the table of settings.
$(conf_example): $(ctl)
	$(say) GEN $@
	$(Q)$< showconf --example >$@

# Other flags or another version: build again.
build/obj/flags: always
	@mkdir -p $(@D)
	@echo $(call quote,$(CC) $(CPPFLAGS) $(tool_flags) $(CFLAGS) $(LIBEXECDIR)) >$@.new
	@cmp -s $@.new $@ || cp $@.new $@

-include $(ctl_objects:.o=.d) $(nft_launcher_objects:.o=.d) $(nft_restore_objects:.o=.d) build/obj/libxt_NETFLOW.d

manuals := $(wildcard docs/*.[1-8])

install: tools install-service
	$(say) INSTALL $(DESTDIR)$(SBINDIR)/netflowctl
	$(Q)install -D -m 755 $(ctl) $(DESTDIR)$(SBINDIR)/netflowctl
	$(say) INSTALL $(DESTDIR)$(SBINDIR)/ipt_netflow
	$(Q)install -D -m 755 $(legacy) $(DESTDIR)$(SBINDIR)/ipt_netflow
	$(say) INSTALL $(DESTDIR)$(XTLIBDIR)/libxt_NETFLOW.so
	$(Q)install -D -m 644 $(xt_plugin) $(DESTDIR)$(XTLIBDIR)/libxt_NETFLOW.so
	$(Q)install -D -m 644 $(conf_example) $(DESTDIR)$(DOCDIR)/netflow.conf.example
	$(Q)install -D -m 644 -t $(DESTDIR)$(DOCDIR) docs/netflowctl.schema.json
	$(Q)install -D -m 644 src/ctl/app/netflowctl.bash-completion $(DESTDIR)$(BASHDIR)/netflowctl
	$(Q)install -D -m 644 src/nft-expr/launcher/nft.bash-completion $(DESTDIR)$(BASHDIR)/nft
	$(Q)install -D -m 644 -t $(DESTDIR)$(VIMDIR)/after/syntax src/nft-expr/launcher/nftables.vim
	$(say) INSTALL $(DESTDIR)$(LIBEXECDIR)
	$(Q)install -D -m 644 -t $(DESTDIR)$(LIBEXECDIR) $(nft_preload)
	$(Q)install -m 755 -t $(DESTDIR)$(LIBEXECDIR) $(nft_launcher) $(nft_restore)
	$(if $(filter 1,$(HTTP)),$(Q)install -m 755 -t $(DESTDIR)$(LIBEXECDIR) $(http))
	$(Q)sed 's|@LIBEXECDIR@|$(LIBEXECDIR)|' src/nft-expr/launcher/nft-netflow >$(DESTDIR)$(SBINDIR)/nft-netflow
	$(Q)chmod 755 $(DESTDIR)$(SBINDIR)/nft-netflow
	$(Q)$(foreach manual,$(manuals),install -D -m 644 $(manual) \
		$(DESTDIR)$(MANDIR)/man$(subst .,,$(suffix $(manual)))/$(notdir $(manual));)

# What `make install` and `make dkms-install` have put there, with what DKMS has built. The stock nft gets its place back,
# unless the package nft-netflow has taken it over meanwhile. The configuration of ipt_netflow stays if the administrator has
# changed it.
uninstall:
	$(say) REMOVE $(DESTDIR)$(PREFIX)
	$(Q)[ ! -x $(DESTDIR)$(SBINDIR)/nft-netflow ] || [ -n '$(DESTDIR)' ] || \
		[ "$$(dpkg-divert --listpackage /usr/sbin/nft 2>/dev/null)" = nft-netflow ] || $(SBINDIR)/nft-netflow restore
	$(Q)[ ! -x $(dkms_dir)/for-kernels ] || [ -n '$(DESTDIR)' ] || $(dkms_dir)/for-kernels remove
	+$(Q)rm -rf build/uninstall
	+$(Q)$(MAKE) -s install dkms-install DESTDIR=$(CURDIR)/build/uninstall >/dev/null
	$(Q)cmp -s packaging/systemd/ipt_netflow.conf $(DESTDIR)$(legacy_conf) || rm build/uninstall$(legacy_conf)
	$(Q)cd build/uninstall && find . ! -type d -printf '$(DESTDIR)/%P\0' | xargs -0 rm -f
	$(Q)cd build/uninstall && find . -depth -mindepth 1 -type d \( -iname '*netflow*' -o -path '*netflow*/*' \) \
		-printf '$(DESTDIR)/%P\0' | xargs -0 rmdir --ignore-fail-on-non-empty 2>/dev/null || true
	$(Q)rm -rf build/uninstall

# The services; the configuration of ipt_netflow is the administrator's once it is there.
units := $(filter-out $(if $(filter 1,$(HTTP)),,netflow-http.%), \
	$(notdir $(wildcard $(addprefix packaging/systemd/*.,service socket timer))))
legacy_exec = $(DATADIR)/ipt_netflow/systemd/ipt-netflow_exec
legacy_conf = $(SERVICECONFDIR)/ipt_netflow

install-service:
	$(say) INSTALL '$(units:%=$(DESTDIR)$(UNITDIR)/%)'
	$(Q)install -d $(DESTDIR)$(UNITDIR)
	$(Q)for unit in $(units); do \
		sed 's|@SBINDIR@|$(SBINDIR)|; s|@LIBEXECDIR@|$(LIBEXECDIR)|; s|@EXEC@|$(legacy_exec)|; s|@CONF@|$(legacy_conf)|' \
			packaging/systemd/$$unit >$(DESTDIR)$(UNITDIR)/$$unit; \
	done
	$(Q)install -D -m 755 packaging/systemd/ipt-netflow_exec $(DESTDIR)$(legacy_exec)
	$(Q)[ -e $(DESTDIR)$(legacy_conf) ] || \
		install -D -m 644 packaging/systemd/ipt_netflow.conf $(DESTDIR)$(legacy_conf)

# The sources of the modules, where DKMS looks for them.
dkms_dir := $(DESTDIR)/usr/src/netflow-$(NETFLOW_VERSION)

dkms-install:
	$(say) INSTALL $(dkms_dir)
	$(Q)rm -rf $(dkms_dir)
	$(Q)install -d $(dkms_dir)/src
	$(Q)cp COPYING Kbuild Makefile VERSION dkms.conf packaging/dkms/for-kernels $(dkms_dir)
	$(Q)cp -r src/module $(dkms_dir)/src
	$(Q)install -D -m 644 -t $(dkms_dir)/src/nft-expr src/nft-expr/nft_netflow.c
	$(Q)install -d $(DESTDIR)$(DATADIR)/ipt_netflow
	$(Q)ln -sfn /usr/src/$(notdir $(dkms_dir)) $(DESTDIR)$(DATADIR)/ipt_netflow/source

#
# Packages
#

# Built in a copy: what is built leaves no trace among the sources. The packages are in build/deb.
deb:
	$(Q)rm -rf build/deb
	$(Q)mkdir -p build/deb/netflow
	$(Q)find . -mindepth 1 -maxdepth 1 ! -name build ! -name .git -exec cp -a -t build/deb/netflow {} +
	$(Q)cd build/deb/netflow && dpkg-buildpackage -us -uc -b $(DEB_FLAGS)
	$(say) READY "$$(echo build/deb/*.deb)"

# The same for Fedora and EL, in build/rpm. Elsewhere rpm has neither Fedora's macros nor a database of what is installed.
RPM_OUT ?= build/rpm
RPM_TARBALL ?= $(RPM_OUT)/sources/netflow-$(NETFLOW_VERSION).tar.xz
rpm_elsewhere := $(if $(shell rpm --eval '%{?_unitdir}' 2>/dev/null),,--nodeps \
	--load $(CURDIR)/packaging/rpm/macros.elsewhere)
# Nothing of the time and the machine comes into the packages. Of the directory, rpm writes the name into the source package,
# whose checksum is in the others.
rpm_defines := _sourcedir=$(abspath $(dir $(RPM_TARBALL))) _srcrpmdir=$(abspath $(RPM_OUT)) _rpmdir=$(abspath $(RPM_OUT)) \
	_topdir=$(abspath build/rpmbuild) _rpmfilename=%%{NAME}-%%{VERSION}-%%{RELEASE}.%%{ARCH}.rpm \
	source_date_epoch_from_changelog=1 use_source_date_epoch_as_buildtime=1 clamp_mtime_to_source_date_epoch=1 \
	_buildhost=reproducible
rpmbuild = rpmbuild $(rpm_elsewhere) $(foreach define,$(rpm_defines),--define '$(subst =, ,$(define))') $(RPM_FLAGS)

$(RPM_OUT)/sources/netflow-$(NETFLOW_VERSION).tar.xz: always
	@rm -rf $(RPM_OUT) build/rpmbuild
	$(Q)packaging/release tarball $@

rpm srpm: $(RPM_TARBALL)
	$(Q)$(rpmbuild) $(if $(filter rpm,$@),-ba,-bs) packaging/rpm/netflow.spec
	$(say) READY "$$(echo $(RPM_OUT)/*.rpm)"

#
# Tests
#

check:
	+$(Q)tests/check

check-all:
	+$(Q)tests/check --all

check-matrix:
	+$(Q)tests/matrix --write

check-unit:
	+$(Q)tests/unit/run

style:
	+$(Q)tests/style

fuzz:
	+$(Q)tests/fuzz/kernel

# Options: make soak SOAK_MINUTES=3
soak:
	+$(Q)tests/soak $(SOAK_MINUTES)

demo:
	+$(Q)tests/demo

# Options: make bench BENCH='--rounds 3 --loads v4-1k-1'
bench:
	+$(Q)tests/bench/run $(BENCH)

# Options: make bench-instructions BENCH='--compare DIR'
bench-instructions:
	+$(Q)tests/bench/instructions/run $(BENCH)

clean:
	$(Q)rm -rf build

define help
Flow export for Linux: kernel modules and tools, version $(NETFLOW_VERSION)

  make                    the tools, and the modules where kernel headers are found
  make tools              netflowctl, the plugin for iptables and the statement netflow for nft
  make modules            the modules only
  make install            install the tools
  make uninstall          remove what make install and make dkms-install have installed
  make dkms-install       install the modules' sources below /usr/src, for DKMS to build them
  make deb                packages for Debian, in build/deb
  make rpm                packages for Fedora and EL, in build/rpm (make srpm: the source package only)
  make modules_install    install the modules below /lib/modules/.../updates/
  make check              all tests, as .ci/run has them; tests/check NAME... runs some
  make check-all          the same on more kernels, and the matrix; hours
  make check-matrix       the packages on every Debian kernel, written into docs/kernels.md; hours
  make check-unit         the tests that need no kernel; a minute or two
  make style              only the style gate
  make fuzz               the modules in the debug kernel with spoiled input; an hour for each kind
  make soak               an hour of traffic and changes in the debug kernel; SOAK_MINUTES= sets another time
  make demo               a tour through the exporter at work
  make bench              what a packet costs (docs/performance.md); BENCH='--help' tells its options
  make bench-instructions instructions per packet, exact (docs/bench-instructions.md)
  make clean              remove build/

Variables, with what they are now:

  KDIR         the kernel to build for, its headers or build directory
                 = $(or $(KDIR),(no headers of $(KVER) here))
  ARCH, CROSS_COMPILE, CC, LLVM, C, W    as the kernel's build system knows them
  O_MODULES    where make modules leaves the modules
                 = $(O_MODULES)
  DESTDIR      in front of all that is installed
  SBINDIR      = $(SBINDIR)
  LIBEXECDIR   = $(LIBEXECDIR)
  MANDIR       = $(MANDIR)
  DATADIR      = $(DATADIR)
  UNITDIR      = $(UNITDIR)
  SERVICECONFDIR
                 = $(SERVICECONFDIR)
  XTLIBDIR     = $(XTLIBDIR)
  HTTP         1: build and install netflow-http, which serves the counters over HTTP by libmicrohttpd
                 = $(HTTP)
  WERROR       1: warnings are errors
                 = $(WERROR)
  V            1: show the commands
                 = $(V)
endef

help:
	@:$(info $(help))
