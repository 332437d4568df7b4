# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# The table of kernels in docs/kernels.md: a row is a boot that was seen. Rows are kept in a file, "suite|kernel|what|…",
# which the document is made of; a row that is seen again takes the place of the older one, all others stay.

# newest: of the rows of one suite, kernel and case the one that was seen last; the later line where the day is the same.
# A row without a kernel says nothing.
newest() {
	sort -s -t '|' -k 8,8 | awk -F '|' '$2 != "" { row[$1, $2, $3] = $0 } END { for (key in row) print row[key] }' |
		sort -t '|' -k 2,2V -k 1,1 -k 3,3
}

# record FILE SUITE KERNEL WHAT COMPILER NFT DKMS RESULT
record() {
	local file=$1
	touch "$file"
	{
		cat "$file"
		printf '%s|%s|%s|%s|%s|%s|%s|%s\n' "${@:2}" "$(date -u +%F)"
	} | newest >"$file.new"
	mv "$file.new" "$file"
}

# take_over FILE DOCUMENT: the rows that the document has
take_over() {
	touch "$1"
	if [ -e "$2" ]; then
		rows_of "$2" | cat - "$1" | newest >"$1.new"
		mv "$1.new" "$1"
	fi
}

# rows_of DOCUMENT: as record keeps them
rows_of() {
	sed -nE '/^\| (suite|-)/d; s/^\| (.*) \|$/\1/p' "$1" | sed 's/ | /|/g' |
		awk -F '|' -v OFS='|' '{ print $1, $2, $6, $3, $4, $5, $7, $8 }'
}

# document ROWS: the text of docs/kernels.md
document() {
	cat <<-'TEXT'
		# Kernels

		`make check-matrix` generates this table. Each row is a boot that was tested: a clean machine of that Debian suite under qemu,
		with only the suite's own packages and those of this project, installed by apt; the stock kernel; the modules that DKMS
		built for it; the systemd service; traffic through the machine; and nfcapd, which received exactly these flows, to the packet
		and the byte. Another program's firewall is active at each boot, and its rules are unchanged afterwards.

		Kernels that have failures, or are not in the table, are not supported.

		| suite | kernel | compiler of the modules | nft | dkms | what was done | checks | date |
		|-|-|-|-|-|-|-|-|
	TEXT
	awk -F '|' '{ printf "| %s | %s | %s | %s | %s | %s | %s | %s |\n", $1, $2, $4, $5, $6, $3, $7, $8 }' "$1"
}
