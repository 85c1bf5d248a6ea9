package nhs

// IsConcept tells whether a text is written as the id of a SNOMED CT concept: 6 to 18 digits of the partition of concepts, whose
// last makes the check digit of Verhoeff come out.
func IsConcept(id string) bool {
	n := len(id)
	if n < 6 || n > 18 || id[0] == '0' {
		return false
	}
	check := 0
	for i := range n {
		digit := id[n-1-i]
		if digit < '0' || digit > '9' {
			return false
		}
		check = turned[check][moved[i%8][digit-'0']]
	}
	partition := id[n-3 : n-1]
	return check == 0 && (partition == "00" || partition == "10")
}

// turned multiplies in the group of the turns of a pentagon.
var turned = [10][10]int{
	{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, {1, 2, 3, 4, 0, 6, 7, 8, 9, 5}, {2, 3, 4, 0, 1, 7, 8, 9, 5, 6}, {3, 4, 0, 1, 2, 8, 9, 5, 6, 7},
	{4, 0, 1, 2, 3, 9, 5, 6, 7, 8}, {5, 9, 8, 7, 6, 0, 4, 3, 2, 1}, {6, 5, 9, 8, 7, 1, 0, 4, 3, 2}, {7, 6, 5, 9, 8, 2, 1, 0, 4, 3},
	{8, 7, 6, 5, 9, 3, 2, 1, 0, 4}, {9, 8, 7, 6, 5, 4, 3, 2, 1, 0},
}

// moved is the digit's part in the place it stands in, counted from the end.
var moved = [8][10]int{
	{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, {1, 5, 7, 6, 2, 8, 3, 0, 9, 4}, {5, 8, 0, 3, 7, 9, 6, 1, 4, 2}, {8, 9, 1, 6, 0, 4, 3, 5, 2, 7},
	{9, 4, 5, 3, 1, 2, 6, 8, 7, 0}, {4, 2, 8, 6, 5, 7, 3, 9, 0, 1}, {2, 7, 9, 3, 8, 0, 6, 4, 1, 5}, {7, 0, 4, 6, 9, 1, 3, 2, 5, 8},
}
