package sample

import (
	"testing"

	"github.com/pinktick/pinktick/pkg/ask"
	"github.com/pinktick/pinktick/pkg/dataset"
)

// What is named as rare is a question of yes and no that the audit asks.
func TestRareAnswersAreOfQuestions(t *testing.T) {
	asked := map[string]bool{}
	for _, s := range dataset.Stored() {
		for _, q := range s.Questions {
			asked[q.Key] = asked[q.Key] || q.Kind == ask.KindYesNo
		}
	}
	for key := range rareYes {
		if !asked[key] {
			t.Errorf("%s is no question of yes and no", key)
		}
	}
}
