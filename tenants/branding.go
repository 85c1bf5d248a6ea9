package tenants

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"image/png"
	"math"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"gorm.io/gorm"

	"github.com/pinktick/pinktick/pkg/fault"
)

// LeastContrast is what WCAG asks of text against its ground.
const LeastContrast = 4.5

// Bounds of a logo.
const (
	MostLogoBytes  = 256 << 10
	MostLogoPixels = 1024 // each way
)

var hexColour = regexp.MustCompile(`^#[0-9a-f]{6}$`)

// SetBranding gives the context's tenant its look: name, colours and, unless logo is nil, its logo as a PNG; an empty logo
// takes it away. Letters that cannot be read on their ground are refused. Whether the person may is the caller's to ask.
// A directory shows the change once it reads anew: Forget.
func SetBranding(ctx context.Context, db *gorm.DB, b Branding, logo []byte) error {
	b.Name = strings.TrimSpace(b.Name)
	b.Colour, b.ColourText = strings.ToLower(b.Colour), strings.ToLower(b.ColourText)
	if err := checkBranding(b); err != nil {
		return err
	}
	var image []byte
	if len(logo) > 0 {
		var err error
		if image, err = cleanLogo(logo); err != nil {
			return err
		}
	}
	return Tx(ctx, db, func(tx *gorm.DB) error {
		tenant, _ := From(ctx)
		if logo != nil {
			if err := setLogo(tx, tenant.ID, image); err != nil {
				return fmt.Errorf("set the logo: %w", err)
			}
		}
		sum := sha256.Sum256(fmt.Appendf(nil, "%q %q %q %x", b.Name, b.Colour, b.ColourText, image))
		err := tx.Exec(`update tenants set brand_name = nullif(?, ''), brand_colour = nullif(?, ''), brand_colour_text = nullif(?, ''),
			brand_version = ? where id = ?`, b.Name, b.Colour, b.ColourText, hex.EncodeToString(sum[:6]), tenant.ID).Error
		if err != nil {
			return fmt.Errorf("set the branding: %w", err)
		}
		return nil
	})
}

func setLogo(tx *gorm.DB, id ID, image []byte) error {
	if len(image) == 0 {
		return tx.Exec(`delete from tenant_logos where tenant_id = ?`, id).Error
	}
	return tx.Exec(`insert into tenant_logos (tenant_id, content_type, content) values (?, 'image/png', ?)
		on conflict (tenant_id) do update set content = excluded.content`, id, image).Error
}

// Logo gives a tenant's logo and its type; fault.NotFound when it has none. Logos are public.
func Logo(ctx context.Context, db *gorm.DB, id ID) (content []byte, contentType string, err error) {
	found := false
	err = each(ctx, db, `select content, content_type from tenant_logos where tenant_id = '`+string(mustID(id))+`'`,
		func(scan func(...any) error) error { found = true; return scan(&content, &contentType) })
	if err != nil {
		return nil, "", unavailable("read the logo", err)
	}
	if !found {
		return nil, "", fault.New(fault.NotFound, "", "There is no logo.")
	}
	return content, contentType, nil
}

// mustID makes what is not an id into the nil one, which no tenant has.
func mustID(id ID) ID {
	if parsed, err := ParseID(string(id)); err == nil {
		return parsed
	}
	return "00000000-0000-0000-0000-000000000000"
}

func checkBranding(b Branding) error {
	if utf8.RuneCountInString(b.Name) > 100 || strings.ContainsFunc(b.Name, unicode.IsControl) {
		return fault.InvalidField("name", "text_too_long", "The name must be one line of at most 100 characters.")
	}
	if b.Colour == "" && b.ColourText == "" {
		return nil
	}
	for key, colour := range map[string]string{"colour": b.Colour, "colour_text": b.ColourText} {
		if !hexColour.MatchString(colour) {
			return fault.InvalidField(key, "not_a_colour", "Give both colours as # and six hexadecimal digits, such as #005eb8.")
		}
	}
	if ratio := Contrast(b.Colour, b.ColourText); ratio < LeastContrast {
		return fault.InvalidField("colour_text", "low_contrast",
			fmt.Sprintf("The letters cannot be read on this colour: the contrast is %.1f to 1 and must be at least %.1f to 1.", math.Floor(ratio*10)/10, LeastContrast))
	}
	return nil
}

// Contrast is WCAG's contrast ratio of two colours given as #rrggbb: from 1, none, to 21, black on white.
func Contrast(a, b string) float64 {
	x, y := luminance(a), luminance(b)
	return (math.Max(x, y) + 0.05) / (math.Min(x, y) + 0.05)
}

func luminance(colour string) float64 {
	if !hexColour.MatchString(colour) {
		return math.NaN()
	}
	var sum float64
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, _ := strconv.ParseUint(colour[1+2*i:3+2*i], 16, 8) // the pattern has been checked
		c := float64(n) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}

// cleanLogo reads the picture and writes it anew, so that nothing but the picture is ever served.
func cleanLogo(content []byte) ([]byte, error) {
	if len(content) > MostLogoBytes {
		return nil, fault.InvalidField("logo", "too_large", "The logo must be at most 256 kB.")
	}
	refuse := func(err error) error {
		e := fault.InvalidField("logo", "not_a_png", "The logo must be a PNG picture.")
		return errors.Join(e, err)
	}
	size, err := png.DecodeConfig(bytes.NewReader(content)) // before decoding: a small file can unfold to gigabytes
	if err != nil {
		return nil, refuse(err)
	}
	if size.Width > MostLogoPixels || size.Height > MostLogoPixels {
		return nil, fault.InvalidField("logo", "too_large", "The logo must be at most 1024 pixels wide and high.")
	}
	picture, err := png.Decode(bytes.NewReader(content))
	if err != nil {
		return nil, refuse(err)
	}
	var out bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, picture); err != nil {
		return nil, fmt.Errorf("write the logo: %w", err)
	}
	if out.Len() > MostLogoBytes {
		return nil, fault.InvalidField("logo", "too_large", "The logo must be at most 256 kB.")
	}
	return out.Bytes(), nil
}
