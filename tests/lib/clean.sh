# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2154 # who sources it has PROJECT and host.sh
#
# Verdicts of slow checks: a file that a tool found clean is not read again, in any checkout, until the file, its name or
# the tool changes. They are kept in the lab's cache.
VERDICTS=$LAB_CACHE/verdicts

declare -A verdict_of	# the file that a verdict would be, by name
unclean=()		# the files without one

# tool_key TEXT FILE…: a hash of what a verdict depends on beside the file itself
tool_key() {
	{
		printf '%s\n' "$1"
		cat "${@:2}"
	} | sha256sum | cut -c 1-16
}

# keep_verdicts TOOL: make their directory, without those that are old
keep_verdicts() {
	find "$VERDICTS/$1" -mindepth 1 -mtime +30 -delete 2>/dev/null || true
	mkdir -p "$VERDICTS/$1"
}

# sift TOOL KEY: of the project's files on standard input, NUL-terminated, put those into $unclean that have no verdict
sift() {
	local hash path
	keep_verdicts "$1"
	unclean=()
	while read -r -d '' hash path; do
		verdict_of[$path]=$VERDICTS/$1/$2-${hash:0:32}${path//\//%}
		[ -e "${verdict_of[$path]}" ] || unclean+=("$path")
	done < <(cd "$PROJECT" && xargs -0r sha256sum -z --)
}

# each_unclean: their names, NUL-terminated
each_unclean() { [ ${#unclean[@]} = 0 ] || printf '%s\0' "${unclean[@]}"; }

# note_clean FINDINGS: those of them that the findings do not name are clean
note_clean() {
	local path
	for path in "${unclean[@]}"; do
		grep -qF -- "$path" "$1" || : >"${verdict_of[$path]}"
	done
}
