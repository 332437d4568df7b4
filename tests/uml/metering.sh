#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The functional tests in the debug kernel, in several boots that run side by side: here all but those of records.sh and
# tools.sh. faults comes last: debugging of objects is off after a failed allocation.
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
mapfile -t names < <(cd "$HERE/../functional" && printf '%s\n' *.sh |
	grep -vxF -e faults.sh -f <("$HERE/records.sh" --list) -f <("$HERE/tools.sh" --list))
exec "$HERE/../functional/run" "${names[@]}" faults
