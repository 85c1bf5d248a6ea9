package plot

import "github.com/a-h/templ"

// Colours. No pair of them is red and green, and none is the only sign of anything.
const (
	ink       = "#212b32"
	inkSoft   = "#425563"
	inkPale   = "#4c6272"
	lineColor = "#d8dde0"
	grey      = "#d9d9d9"
	white     = "#ffffff"
	pink      = "#e00087"
	pinkDark  = "#5c0037"
	blue      = "#11a7f2"
	blueDark  = "#003d5c"
)

// Sizes of text, in the drawing's units, which are pixels where there is room.
const (
	sizeTick  = 13.0
	sizeLabel = 13.0
	sizeName  = 14.0
	sizeSmall = 11.0
)

// look is how one class is drawn.
type look = templ.Attributes

func line(stroke, width, dashes string) look {
	l := look{"fill": "none", "stroke": stroke, "stroke-width": width}
	if dashes != "" {
		l["stroke-dasharray"] = dashes
	}
	return l
}

func filled(fill string) look { return look{"fill": fill} }

func edged(fill, stroke, width string) look {
	return look{"fill": fill, "stroke": stroke, "stroke-width": width}
}

// round is filled between its outer and its inner edge.
func round(fill, stroke, width string) look {
	return look{"fill": fill, "stroke": stroke, "stroke-width": width, "fill-rule": "evenodd"}
}

func letters(fill, size string) look { return look{"fill": fill, "font-size": size} }

func bold(fill, size string) look {
	return look{"fill": fill, "font-size": size, "font-weight": "bold"}
}

// looks are the presentation attributes of every class, which page and file share.
var looks = map[string]look{
	"sheet": filled(white),
	"grid":  line(lineColor, "1", ""), "lead": line("#768692", "1", ""),
	"limit": line(inkSoft, "1.5", "2 4"), "limit-inner": line(inkSoft, "1.5", "8 4"),
	"benchmark": line(ink, "1.5", ""), "average": line(pink, "2.5", "6 3"), "average-halo": line(white, "6", ""),
	"interval": line(ink, "2", ""), "run": line(blueDark, "2", ""), "break": line(ink, "1.5", "1 3"),
	"title": bold(ink, "18"), "tick": letters(inkPale, "13"), "axis": letters(ink, "14"), "label": letters(inkSoft, "13"),
	"name": letters(ink, "14"), "name-own": bold(ink, "14"), "value": bold(ink, "14"), "small": letters(ink, "11"), "small-light": letters(white, "11"),
	"code": bold(ink, "11"), "code-light": bold(white, "11"), "middle": bold(ink, "22"), "absent": letters("#4d4d4d", "13"),
	"own-label": {"fill": pinkDark, "font-size": "13", "font-weight": "bold", "stroke": white, "stroke-width": "4", "paint-order": "stroke", "stroke-linejoin": "round"},

	"expected": edged(blue, blueDark, "1.5"), "alert": edged(white, ink, "2.5"), "alarm": edged(ink, ink, "2.5"), "uncompared": line(inkPale, "2", ""), "plain": edged(blue, blueDark, "1.5"),
	"own-mark": line(pink, "2.5", ""),

	"back": filled(grey), "back-none": edged("#f3f3f3", lineColor, "1"), "rest": round(grey, white, "0"), "part": round(blue, white, "1"),
	"bar-icb": filled(blue), "bar-health_board": filled(blue), "bar-network": filled("#00bdaa"), "bar-region": filled("#3366cc"), "bar-country": filled("#0d0d58"),
	"bar-own":   edged(pink, pinkDark, "2"),
	"inside-on": letters(white, "14"),

	"slice-1": round("#0a3d66", white, "2"), "slice-2": round("#1479b8", white, "2"), "slice-3": round("#6bc4f0", white, "2"), "slice-4": round("#f2a900", white, "2"),
	"slice-5": round("#7c2855", white, "2"), "slice-6": round("#d9d9d9", white, "2"),

	"area-0": {"fill": "#f0f4f5", "fill-rule": "evenodd", "stroke": "#768692", "stroke-width": "1", "stroke-dasharray": "3 3"},
	"area-1": round("#d6eefb", "#768692", "1"), "area-2": round("#a8dcf7", "#768692", "1"), "area-3": round("#6bc4f0", "#425563", "1"),
	"area-4": round("#1479b8", white, "1"), "area-5": round("#0a3d66", white, "1"),
	"area-own": line(pink, "4", ""), "area-own-halo": line(white, "7", ""),
}
