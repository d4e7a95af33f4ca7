package render

import "slices"

// shareOut divides room among things of which each has a natural size, and a least one below which it isn't worth having.
// Where room allows, all have their natural size; else each has at least its least, and what is over goes to the smallest
// that lacks some, so that no large one starves the others. It fails where the least sizes are too much together.
func shareOut(natural, least []int, room int) ([]int, bool) {
	if sum(natural) <= room {
		return natural, true
	}
	sizes := slices.Clone(least)
	for i := range sizes {
		sizes[i] = min(max(sizes[i], 1), max(natural[i], 1))
	}
	over := room - sum(sizes)
	if over < 0 {
		return nil, false
	}
	for ; over > 0; over-- {
		smallest := -1
		for i := range sizes {
			if sizes[i] < natural[i] && (smallest < 0 || sizes[i] < sizes[smallest]) {
				smallest = i
			}
		}
		sizes[smallest]++
	}
	return sizes, true
}

func sum(all []int) int {
	n := 0
	for _, one := range all {
		n += one
	}
	return n
}
