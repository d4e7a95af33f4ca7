package bot

import (
	"testing"
	"time"
)

func TestCache(t *testing.T) {
	t.Parallel()
	c := newCache[string]()
	c.put("a", "x", noon.Add(time.Minute), noon)
	for after, want := range map[time.Duration]bool{0: true, time.Minute - 1: true, time.Minute: false} {
		if v, ok := c.get("a", noon.Add(after)); ok != want || ok && v != "x" {
			t.Errorf("after %v: %q, %v", after, v, ok)
		}
	}
	if _, ok := c.get("b", noon); ok {
		t.Error("there is what was never put")
	}
	if c.first("a", "y", noon.Add(time.Hour), noon) || !c.first("a", "y", noon.Add(time.Hour), noon.Add(time.Minute)) {
		t.Error("the first is not told from the second")
	}
}

// TestCacheIsBounded: what has ended gives way, and where nothing has, everything does.
func TestCacheIsBounded(t *testing.T) {
	t.Parallel()
	c := newCache[int]()
	for i := range mostCached {
		end := noon.Add(time.Hour)
		if i%2 == 0 {
			end = noon.Add(time.Minute)
		}
		c.put(snowflake(noon, i), i, end, noon)
	}
	later := noon.Add(time.Minute)
	c.put("new", 0, noon.Add(time.Hour), later)
	if n := len(c.kept); n != mostCached/2+1 {
		t.Errorf("%d entries, want those that haven't ended", n)
	}
	if _, ok := c.get(snowflake(noon, 1), later); !ok {
		t.Error("an entry went that hadn't ended")
	}
	for i := range mostCached + 5 {
		c.put(snowflake(later, i), i, noon.Add(time.Hour), later)
	}
	if n := len(c.kept); n > mostCached {
		t.Errorf("%d entries", n)
	}
}

func TestDeduplicator(t *testing.T) {
	t.Parallel()
	d := newDeduplicator(pressWithin)
	for _, test := range []struct {
		key   string
		after time.Duration
		first bool
	}{{"a", 0, true}, {"a", 1, false}, {"b", 1, true}, {"a", pressWithin - 1, false}, {"a", pressWithin, true}} {
		if d.first(test.key, noon.Add(test.after)) != test.first {
			t.Errorf("%s after %v: first is %v", test.key, test.after, !test.first)
		}
	}
}

func TestChannelLimits(t *testing.T) {
	t.Parallel()
	l, plain := newChannelLimits(), capabilities{plain: true}
	l.took("a", plain, noon)
	for after, believed := range map[time.Duration]bool{believeRefusal - 1: true, believeRefusal: false} {
		if m, _ := l.of("a", noon.Add(after)); (m == plain) != believed {
			t.Errorf("after %v: %+v", after, m)
		}
	}
	l.took("a", plain, noon.Add(believeRefusal/2)) // what is known already isn't known for longer
	if m, _ := l.of("a", noon.Add(believeRefusal)); m == plain {
		t.Error("it is believed for longer than a refusal")
	}
	l.refused("a", noon)
	l.took("a", plain, noon)
	l.refused("a", noon)
	if m, mute := l.of("a", noon); m != plain || mute {
		t.Errorf("after a refusal, a success and a refusal: %+v, %v", m, mute)
	}
	l.refused("a", noon)
	if _, mute := l.of("a", noon); !mute {
		t.Error("two refusals in a row don't mute")
	}
}
