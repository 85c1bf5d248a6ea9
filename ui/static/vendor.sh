#!/bin/sh
# Fetches the few files we did not write, at locked versions whose checksums are below, and puts them under files/.
# Their output is committed, so neither building nor running needs npm. Run it after changing a version here.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# fetch name version sha512: packs it, refuses it when its checksum differs, unpacks it into $work/name
fetch() {
	tgz=$(cd "$work" && npm pack --silent "$1@$2")
	got=$(openssl dgst -sha512 -binary "$work/$tgz" | openssl base64 -A)
	if [ "$got" != "$3" ]; then
		echo "$1@$2: checksum is sha512-$got, locked is sha512-$3" >&2
		exit 1
	fi
	mkdir "$work/$1"
	tar -xzf "$work/$tgz" -C "$work/$1" --strip-components=1
}

HTMX=4.0.1
HTMX_SHA=oF7JgXhDW9UXCy/k1ZYFUQgzu/rm19ORWPSPNL91vPluB2PB9+MV55tyQdH/w7o2EAbTYUG5SDW1R60mdkdqGg==
NHSUK=10.6.1
NHSUK_SHA=PZorqQZjZx/A26yJoskCL9z0ib6AtkAyF0o4K/RHr8zRrJyXrUOCnMbjy0VNXsGO4tfTNMwqlkwATKs4a0xayw==
AXE=4.14.1 # used by tests only
AXE_SHA=FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==

fetch htmx.org "$HTMX" "$HTMX_SHA"
fetch nhsuk-frontend "$NHSUK" "$NHSUK_SHA"
fetch axe-core "$AXE" "$AXE_SHA"

nhsuk="$work/nhsuk-frontend/dist/nhsuk"
mkdir -p files ../htmltest/testdata/nhsuk
# Comments that name source maps are dropped: the maps are not served.
sed -e '/^\/\/# sourceMappingURL=/d' "$work/htmx.org/dist/htmx.min.js" >files/htmx.min.js
# The font comes from an outside host and is not ours to serve: both @font-face blocks go, Arial is next in the list.
# Icons are served beside the style sheet.
sed -e 's/@font-face{[^}]*}//g' -e 's#url(/assets/images/#url(#g' -e '/^\/\*# sourceMappingURL=/d' \
	"$nhsuk/nhsuk-frontend-$NHSUK.min.css" >files/nhsuk.min.css
for icon in arrow-down arrow-up-down arrow-up cross; do
	cp "$nhsuk/assets/images/nhsuk-icon-$icon.svg" files/
done
for component in button breadcrumb checkboxes details error-message input pagination radios select skip-link summary-list tag textarea; do
	cp "$nhsuk/components/$component/fixtures.json" "../htmltest/testdata/nhsuk/$component.json"
done
cp "$work/htmx.org/LICENSE" LICENSE-htmx.txt
tests=../../api/browser/testdata
mkdir -p "$tests"
cp "$work/axe-core/axe.min.js" "$tests/axe.min.js"
cp "$work/axe-core/LICENSE" "$tests/LICENSE-axe-core.txt"

{
	echo "# Files we did not write"
	echo
	echo "Made by \`vendor.sh\`; do not edit. Checksums are of the packages as fetched and of the files as served."
	echo
	echo "| package | version | licence | package sha512 |"
	echo "|---|---|---|---|"
	echo "| htmx.org | $HTMX | 0BSD | \`$HTMX_SHA\` |"
	echo "| nhsuk-frontend | $NHSUK | MIT | \`$NHSUK_SHA\` |"
	echo "| axe-core, tests only | $AXE | MPL-2.0 | \`$AXE_SHA\` |"
	echo
	echo "Changed: the two \`@font-face\` blocks of nhsuk-frontend (Frutiger, from an outside host) are removed, addresses of its icons are relative, source map comments are dropped."
	echo
	echo "| file | sha256 |"
	echo "|---|---|"
	for f in files/htmx.min.js files/nhsuk.min.css files/nhsuk-icon-*.svg; do
		echo "| \`$f\` | \`$(openssl dgst -sha256 -r "$f" | cut -d' ' -f1)\` |"
	done
} >VENDORED.md
