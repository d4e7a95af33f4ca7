package wire

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"
)

// readers are all that the package reads, by the name of a sample under testdata.
func readers() map[string]func([]byte) (any, error) {
	return map[string]func([]byte) (any, error){
		"message_create": func(d []byte) (any, error) { return MessageCreate(d) },
		"message":        func(d []byte) (any, error) { return Message(d) },
		"command":        func(d []byte) (any, error) { return Interaction(d) },
		"menu":           func(d []byte) (any, error) { return Interaction(d) },
		"press":          func(d []byte) (any, error) { return Interaction(d) },
		"form":           func(d []byte) (any, error) { return Interaction(d) },
		"guild":          func(d []byte) (any, error) { return Guild(d) },
		"ready":          func(d []byte) (any, error) { return ReadyGuilds(d) },
		"role":           func(d []byte) (any, error) { return GuildRole(d) },
		"role_delete":    func(d []byte) (any, error) { return GuildRoleDelete(d) },
		"member":         func(d []byte) (any, error) { return Member(d) },
		"member_update":  func(d []byte) (any, error) { return MemberUpdate(d) },
		"channel":        func(d []byte) (any, error) { return Channel(d) },
		"guilds":         func(d []byte) (any, error) { return UserGuilds(d) },
		"commands":       func(d []byte) (any, error) { return Commands(d) },
		"id":             func(d []byte) (any, error) { return ID(d) },
	}
}

// needed are the fields of each sample without which it can't be used. Every other may come in any form. A "*" stands for
// every element of a list or map.
func needed() map[string][]string {
	message := []string{"id", "channel_id", "content", "author", "author.id", "mentions", "mentions.*", "mentions.*.id"}
	interaction := []string{
		"id", "application_id", "type", "token", "guild_id", "channel_id", "context", "authorizing_integration_owners",
		"authorizing_integration_owners.*", "member", "member.user", "member.user.id", "data",
	}
	options := func(in string) (all []string) {
		for _, field := range []string{"", ".*", ".*.name", ".*.type", ".*.focused"} {
			all = append(all, in+".options"+field)
		}
		return all
	}
	return map[string][]string{
		"message_create": append(slices.Clone(message), "guild_id", "type", "webhook_id", "author.bot", "author.system", "mention_roles", "mention_roles.*"),
		"message":        message,
		"command":        slices.Concat(interaction, []string{"data.name", "data.type"}, options("data"), options("data.options.*")),
		"menu":           append(slices.Clone(interaction), "data.name", "data.type", "data.target_id"),
		"press":          append(slices.Clone(interaction), "data.custom_id", "data.values", "data.values.*"),
		"form": append(slices.Clone(interaction), "data.custom_id", "data.components", "data.components.*.component.custom_id",
			"data.components.*.component.value", "data.components.*.component.values", "data.components.*.component.values.*"),
		"guild":         {"id", "roles", "members"},
		"ready":         {"guilds", "guilds.*", "guilds.*.id"},
		"role":          {"guild_id", "role", "role.id", "role.managed"},
		"role_delete":   {"guild_id", "role_id"},
		"member":        {"guild_id", "user", "user.id", "roles", "roles.*", "communication_disabled_until"},
		"member_update": {"guild_id", "user", "user.id", "roles", "roles.*"},
		"channel": {"id", "guild_id", "type", "parent_id", "permission_overwrites", "permission_overwrites.*", "permission_overwrites.*.id",
			"permission_overwrites.*.type", "permission_overwrites.*.allow", "permission_overwrites.*.deny"},
		"guilds":   {"*", "*.id"},
		"commands": {},
		"id":       {"id"},
	}
}

// TestAnyForm puts every kind of value in the place of every field of every sample: the sample is still read, but where
// the field is needed, and but for that field as before.
func TestAnyForm(t *testing.T) {
	t.Parallel()
	for name, read := range readers() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sample := load(t, name)
			want, err := read(sample)
			if err != nil {
				t.Fatal(err)
			}
			wanted := asTree(t, want)
			var tree any
			if err := json.Unmarshal(sample, &tree); err != nil {
				t.Fatal(err)
			}
			refused := map[string]bool{}
			var unread [][]string // fields that are the same in any form, so that what stands in them is as well
			for _, at := range paths(tree, nil) {
				if slices.ContainsFunc(unread, func(u []string) bool { return len(u) < len(at) && slices.Equal(u, at[:len(u)]) }) {
					continue
				}
				same := true
				for _, odd := range []any{"odd", 7.5, true, nil, []any{nil, "odd"}, []any{nil}, map[string]any{"odd": 1.0}} {
					changed, err := json.Marshal(with(tree, at, odd))
					if err != nil {
						t.Fatal(err)
					}
					got, err := read(changed)
					field := general(at)
					if err != nil {
						refused[field], same = true, false
						if !slices.Contains(needed()[name], field) {
							t.Errorf("%s: %v: %v", field, odd, err)
						}
						continue
					}
					if reflect.DeepEqual(want, got) {
						continue
					}
					same = false
					if name != "commands" && hasNil(reflect.ValueOf(got)) {
						t.Errorf("%s: %v: a nil stands in a list", field, odd)
					}
					for _, other := range differences(wanted, asTree(t, got), nil) {
						if !within(other, at) {
							t.Errorf("%s: %v: %s is read otherwise", field, odd, general(other))
						}
					}
				}
				if same {
					unread = append(unread, at)
				}
			}
			for _, field := range needed()[name] {
				if !refused[field] {
					t.Errorf("%s is read in any form, or isn't in the sample", field)
				}
			}
		})
	}
}

func load(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// paths lists where all values within v stand.
func paths(v any, at []string) [][]string {
	var all [][]string
	each := func(key string, child any) {
		here := append(slices.Clone(at), key)
		all = append(append(all, here), paths(child, here)...)
	}
	switch v := v.(type) {
	case map[string]any:
		for key, child := range v {
			each(key, child)
		}
	case []any:
		for i, child := range v {
			each(strconv.Itoa(i), child)
		}
	}
	return all
}

// with is a copy of v with another value at a place.
func with(v any, at []string, value any) any {
	if len(at) == 0 {
		return value
	}
	switch v := v.(type) {
	case map[string]any:
		c := maps.Clone(v)
		c[at[0]] = with(v[at[0]], at[1:], value)
		return c
	case []any:
		c := slices.Clone(v)
		i, _ := strconv.Atoi(at[0])
		c[i] = with(v[i], at[1:], value)
		return c
	}
	panic("no such place")
}

// general is a place with "*" for what may be any key.
func general(at []string) string {
	named := slices.Clone(at)
	for i, key := range named {
		if _, err := strconv.Atoi(key); err == nil {
			named[i] = "*"
		}
	}
	return strings.Join(named, ".")
}

// hasNil reports whether a list within v has an element that is nil.
func hasNil(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		return !v.IsNil() && hasNil(v.Elem())
	case reflect.Struct:
		for i := range v.NumField() {
			if hasNil(v.Field(i)) {
				return true
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			if e := v.Index(i); e.Kind() == reflect.Pointer && e.IsNil() || hasNil(e) {
				return true
			}
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			if e := v.MapIndex(key); e.Kind() == reflect.Pointer && e.IsNil() || hasNil(e) {
				return true
			}
		}
	}
	return false
}

// asTree is what was read, as JSON has it. discordgo's names of fields are Discord's.
func asTree(t *testing.T, v any) any {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var tree any
	if err := json.Unmarshal(raw, &tree); err != nil {
		t.Fatal(err)
	}
	return tree
}

// differences lists where two trees differ.
func differences(a, b any, at []string) [][]string {
	x, ok1 := a.(map[string]any)
	y, ok2 := b.(map[string]any)
	switch {
	case reflect.DeepEqual(a, b):
		return nil
	case !ok1 || !ok2:
		return [][]string{at}
	}
	var all [][]string
	for key := range x {
		all = append(all, differences(x[key], y[key], append(slices.Clone(at), key))...)
	}
	return all
}

// within reports whether a difference is no more than what hangs together with a changed field: the field itself, or the
// optional object that it is part of.
func within(difference, changed []string) bool {
	whole := changed
	for i := range changed {
		switch general(changed[:i+1]) {
		case "referenced_message", "message_reference", "message_snapshots", "poll", "data.resolved", "message", "roles", "members":
			whole = changed[:i+1]
		}
	}
	n := min(len(whole), len(difference))
	return slices.Equal(whole[:n], difference[:n])
}

// TestFormFields: what was typed into a form's labelled input and chosen in its labelled select can be read.
func TestFormFields(t *testing.T) {
	t.Parallel()
	i, err := Interaction(load(t, "form"))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, c := range i.ModalSubmitData().Components {
		input := c.(*discordgo.TextInput)
		got[input.CustomID] = input.Value
	}
	want := map[string]string{"reason": "old", "none": "", "text": "typed"}
	if !maps.Equal(got, want) {
		t.Errorf("the form says %v, want %v", got, want)
	}
}

// TestUnreadableCommand: a command in a form that nobody knows is told from those that are known.
func TestUnreadableCommand(t *testing.T) {
	t.Parallel()
	all, err := Commands([]byte(`[7,{"name":"ask"},{"name":"find","options":"none"}]`))
	if err != nil || len(all) != 3 || all[0].Name+all[2].Name != "" || all[1].Name != "ask" {
		t.Errorf("got %v, %v", all, err)
	}
}

// FuzzRead: whatever is sent, what every handler relies on is there, or there is an error.
func FuzzRead(f *testing.F) {
	for name := range readers() {
		f.Add(load(f, name))
	}
	f.Add([]byte(`{"id":"1","channel_id":"2","author":{"id":"3"},"components":[{"type":99,"components":[{"type":1}]}]}`))
	f.Add([]byte(`null`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if m, err := MessageCreate(data); err == nil && (m.ID == "" || m.ChannelID == "" || m.Author == nil) {
			t.Error("a message by nobody")
		}
		if i, err := Interaction(data); err == nil && (i.Token == "" || i.User == nil && (i.Member == nil || i.Member.User == nil)) {
			t.Error("an interaction by nobody")
		}
		if r, err := GuildRole(data); err == nil && r.Role == nil {
			t.Error("no role")
		}
		if m, err := Member(data); err == nil && m.User == nil {
			t.Error("a member who is nobody")
		}
		for name, read := range readers() {
			if v, err := read(data); err == nil && name != "commands" && hasNil(reflect.ValueOf(v)) {
				t.Errorf("%s: a nil stands in a list", name)
			}
		}
	})
}
