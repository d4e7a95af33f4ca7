package index

import "github.com/RoaringBitmap/roaring/v2"

// Without admits what f admits and other doesn't.
func (f *Filter) Without(other *Filter) *Filter {
	return &Filter{roaring.AndNot(f.numbers, other.numbers)}
}
