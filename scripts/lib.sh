# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# What the scripts have in common: messages, the cache, which kernel is which.
# Sourced, with $top set to the top of the checkout.
: "${top:?}"

say() {
	echo "$*" >&2
}

die() {
	echo "${0##*/}: $*" >&2
	exit 1
}

# Half of what is in the cache takes minutes to make: it outlives the checkout.
cache=${MM011_CACHE:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/mm011}

seconds() {
	date +%s
}

# Run a long command with its output in a file, which is shown if it fails.
quietly() {
	log=$1
	shift
	"$@" >"$log" 2>&1 </dev/null && return
	say "failed: $*"
	tail -n 40 "$log" >&2
	say "the whole output is in $log"
	return 1
}

# Version of an installed package; nothing if it is not there.
package_version() {
	# shellcheck disable=SC2016 # dpkg-query's variables, not the shell's
	dpkg-query -W -f '${Version}' "$1" 2>/dev/null
}

# The release (6.1.0-N-cloud-amd64) whose headers the meta package brought.
stock_release() {
	# shellcheck disable=SC2016
	dpkg-query -W -f '${Depends}' linux-headers-cloud-amd64 2>/dev/null |
		sed -n 's/^linux-headers-\([^ ,]*\).*/\1/p'
}

# How scripts/kernel makes them: count up when that changes what comes out.
recipe=2

# Where a kernel lives: a new version, a new configuration or another way to make it is
# a new place.
stock_dir() {
	release=$(stock_release)
	[ -n "$release" ] || return
	echo "$cache/stock-$release-$(package_version "linux-headers-$release")-$recipe"
}

source_dir() {
	version=$(package_version linux-source-6.1)
	[ -n "$version" ] || return
	echo "$cache/source-$version"
}

# The options of a kernel of our own: those of the parts that its file names, its own.
own_options() {
	file=$top/scripts/kernels/$1.config
	sed -n 's/^# With //p' "$file" | while read -r part; do
		cat "$top/scripts/kernels/$part"
	done
	cat "$file"
}

# A kernel of our own: named after its source and its options.
own_dir() {
	version=$(package_version linux-source-6.1)
	[ -n "$version" ] || return
	sum=$(own_options "$1" | sha256sum | cut -c1-8)
	echo "$cache/$1-$version-$recipe-$sum"
}

# A kernel of another suite: named after what scripts/kernels says of it. It stays
# at the version that the suite had when it was made; remove it to renew it.
suite_dir() {
	echo "$cache/$1-$recipe-$(sha256sum <"$top/scripts/kernels/$1.suite" | cut -c1-8)"
}

# Is there a kernel of this name, for a machine?
is_kernel() {
	case $1 in
	*/*) return 1 ;;
	esac
	[ "$1" = stock ] || [ -e "$top/scripts/kernels/$1.suite" ] ||
		[ -e "$top/scripts/kernels/$1.config" ]
}

# Where a kernel is, or will be; nothing if there is none of this name.
kernel_dir() {
	if [ "$1" = stock ]; then
		stock_dir
	elif [ -e "$top/scripts/kernels/$1.suite" ]; then
		suite_dir "$1"
	elif [ -e "$top/scripts/kernels/$1.config" ]; then
		own_dir "$1"
	fi
}
