package page

// orNothing names an answer that was not there.
func orNothing(answer string) string {
	if answer == "" {
		return "not answered"
	}
	return answer
}
