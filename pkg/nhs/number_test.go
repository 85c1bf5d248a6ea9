package nhs

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestIsNumber(t *testing.T) {
	for number, want := range map[string]bool{
		"9990000018":   true,  // sum 245, rest 3, so 8
		"9990000017":   false, // the dictionary's counter-example
		"9991234560":   false, // rest 1: no number starts with these nine digits
		"9434765919":   true,
		"9434765870":   true, // check digit 0
		"1111111111":   false,
		"0000000000":   false,
		"999000001":    false,
		"99900000180":  false,
		"999 000 0018": false, // clean it first
		"99900000l8":   false,
		"٩٩٩٠٠٠٠٠١٨":   false,
		"":             false,
	} {
		if got := IsNumber(number); got != want {
			t.Errorf("IsNumber(%q) = %v, want %v", number, got, want)
		}
	}
}

func TestNineDigitsWithoutANumber(t *testing.T) {
	if digit, ok := CheckDigit("999123456"); ok {
		t.Errorf("999123456 has check digit %d, want none", digit)
	}
	for digit := range 10 {
		if number := fmt.Sprintf("999123456%d", digit); IsNumber(number) {
			t.Errorf("%s is accepted", number)
		}
	}
}

func TestNumberAsWritten(t *testing.T) {
	if got := CleanNumber(" 999-000 0018"); got != "9990000018" {
		t.Errorf("cleaned: %q", got)
	}
	if got := FormatNumber("9990000018"); got != "999 000 0018" {
		t.Errorf("formatted: %q", got)
	}
	if got := FormatNumber("12345"); got != "12345" {
		t.Errorf("a text of another length is left alone, got %q", got)
	}
}

func nineDigits(t *rapid.T) string { return rapid.StringMatching(`[1-9][0-9]{8}`).Draw(t, "nine") }

func TestAtMostOneCheckDigit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		nine, valid := nineDigits(t), 0
		for digit := range 10 {
			if IsNumber(fmt.Sprintf("%s%d", nine, digit)) {
				valid++
			}
		}
		if strings.Count(nine, nine[:1]) == 9 {
			t.Skip("ten identical digits are refused whatever the last one says")
		}
		if _, ok := CheckDigit(nine); valid > 1 || (valid == 0) == ok {
			t.Fatalf("%s: %d valid tenth digits, has a check digit: %v", nine, valid, ok)
		}
	})
}

func TestOneWrongDigitIsFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		nine := nineDigits(t)
		digit, ok := CheckDigit(nine)
		if !ok {
			t.Skip("no number starts so")
		}
		wrong := []byte(fmt.Sprintf("%s%d", nine, digit))
		at := rapid.IntRange(0, 9).Draw(t, "at")
		wrong[at] = '0' + (wrong[at]-'0'+byte(rapid.IntRange(1, 9).Draw(t, "by")))%10
		if IsNumber(string(wrong)) {
			t.Fatalf("%s%d with one digit changed, %s, is accepted", nine, digit, wrong)
		}
	})
}

func TestCleaningIsStable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		once := CleanNumber(rapid.String().Draw(t, "typed"))
		if twice := CleanNumber(once); twice != once {
			t.Fatalf("cleaned %q, cleaned again %q", once, twice)
		}
		IsNumber(once)
	})
}

func TestIsODSCode(t *testing.T) {
	for code, want := range map[string]bool{
		"RGT": true, "7A1": true, "RGT01": true, "7A1A1": true, "RJ": false, "": false,
		"rgt01": false, "RGT-1": false, "RGT 1": false, "RGT0123456X": false, "RGTÉ1": false,
	} {
		if got := IsODSCode(code); got != want {
			t.Errorf("IsODSCode(%q) = %v, want %v", code, got, want)
		}
	}
}
