package outline

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
)

// largest is how big a file may be: the generalised editions have some megabytes, the full ones hundreds.
const largest = 64 << 20

// feature is one area of a file.
type feature struct {
	gss  string
	area orb.MultiPolygon // in degrees
}

// file is a file of outlines, read and checked for itself.
type file struct {
	edition  int
	features []feature
}

// gssKeys name the property with the area's nine-character code and the year of its edition, as the ONS publishes it.
var gssKeys = map[Level]*regexp.Regexp{
	CareBoard: regexp.MustCompile(`^ICB(\d\d)CD$`), HealthBoard: regexp.MustCompile(`^LHB(\d\d)CD$`),
	Region: regexp.MustCompile(`^NHSER(\d\d)CD$`), Country: regexp.MustCompile(`^CTRY(\d\d)CD$`),
}

type collection struct {
	Type string `json:"type"`
	CRS  *struct {
		Properties struct {
			Name string `json:"name"`
		} `json:"properties"`
	} `json:"crs"`
	Features []struct {
		Properties map[string]any `json:"properties"`
		Geometry   *struct {
			Type        string          `json:"type"`
			Coordinates json.RawMessage `json:"coordinates"`
		} `json:"geometry"`
	} `json:"features"`
}

// readFile reads GeoJSON. Faults are told so that an operator can put them right.
func readFile(level Level, in io.Reader) (*file, error) {
	text, err := io.ReadAll(io.LimitReader(in, largest+1))
	if err != nil {
		return nil, fmt.Errorf("read the file: %w", err)
	}
	if len(text) > largest {
		return nil, fmt.Errorf("the file is larger than %d MB: take the generalised edition (BSC or BUC)", largest>>20)
	}
	var c collection
	if err := json.Unmarshal(text, &c); err != nil {
		return nil, fmt.Errorf("the file is no GeoJSON: %w", err)
	}
	if c.Type != "FeatureCollection" || len(c.Features) == 0 {
		return nil, errors.New("the file is no GeoJSON FeatureCollection with features in it")
	}
	if c.CRS != nil && !strings.Contains(c.CRS.Properties.Name, "CRS84") && !strings.Contains(c.CRS.Properties.Name, "4326") {
		return nil, fmt.Errorf("the file is in %q: take the one in WGS 84 (EPSG:4326)", c.CRS.Properties.Name)
	}
	f := new(file)
	for i, one := range c.Features {
		gss, year := gssOf(level, one.Properties)
		if gss == "" {
			return nil, fmt.Errorf("feature %d has no property such as %s with its code", i+1, gssKeys[level])
		}
		if one.Geometry == nil {
			return nil, fmt.Errorf("%s has no outline", gss)
		}
		area, err := polygons(one.Geometry.Type, one.Geometry.Coordinates)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", gss, err)
		}
		f.edition = max(f.edition, year)
		f.features = append(f.features, feature{gss, area})
	}
	return f, nil
}

// gssOf finds an area's code among its properties, and the year of the edition in the property's name.
func gssOf(level Level, properties map[string]any) (gss string, year int) {
	for name, value := range properties {
		if match := gssKeys[level].FindStringSubmatch(name); match != nil {
			year, _ = strconv.Atoi(match[1])
			gss, _ = value.(string)
			return gss, 2000 + year
		}
	}
	gss, _ = properties["gss_code"].(string)
	return gss, 0
}

func polygons(kind string, coordinates json.RawMessage) (orb.MultiPolygon, error) {
	var area orb.MultiPolygon
	var err error
	switch kind {
	case "Polygon":
		var one orb.Polygon
		err = json.Unmarshal(coordinates, &one)
		area = orb.MultiPolygon{one}
	case "MultiPolygon":
		err = json.Unmarshal(coordinates, &area)
	default:
		return nil, fmt.Errorf("its outline is a %s, not a Polygon or MultiPolygon", kind)
	}
	if err != nil {
		return nil, fmt.Errorf("its outline cannot be read: %w", err)
	}
	rings := 0
	for _, polygon := range area {
		for _, ring := range polygon {
			if err := checkRing(ring); err != nil {
				return nil, err
			}
			rings++
		}
	}
	if rings == 0 {
		return nil, errors.New("its outline is empty")
	}
	return area, nil
}

func checkRing(ring orb.Ring) error {
	if len(ring) < 4 || ring[0] != ring[len(ring)-1] {
		return errors.New("a ring of its outline is not closed")
	}
	for _, p := range ring {
		if p[0] > 1000 || p[1] > 1000 {
			return fmt.Errorf("its coordinates (%.0f, %.0f) look like the British National Grid: take the file in WGS 84 (EPSG:4326)", p[0], p[1])
		}
		if p[0] < -9 || p[0] > 2.5 || p[1] < 49 || p[1] > 61.5 {
			return fmt.Errorf("its coordinates (%g, %g) do not lie in the United Kingdom, as longitude and latitude", p[0], p[1])
		}
	}
	return nil
}
