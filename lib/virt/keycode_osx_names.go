package virt

// osxKeys are the keys that kVK_ names in Carbon's HIToolbox/Events.h.
func osxKeys() []Key {
	return []Key{
		{"Escape", 53}, {"ANSI_1", 18}, {"ANSI_2", 19}, {"ANSI_3", 20}, {"ANSI_4", 21}, {"ANSI_5", 23}, {"ANSI_6", 22},
		{"ANSI_7", 26}, {"ANSI_8", 28}, {"ANSI_9", 25}, {"ANSI_0", 29}, {"ANSI_Minus", 27}, {"ANSI_Equal", 24},
		{"Delete", 51}, {"Tab", 48}, {"ANSI_Q", 12}, {"ANSI_W", 13}, {"ANSI_E", 14}, {"ANSI_R", 15}, {"ANSI_T", 17},
		{"ANSI_Y", 16}, {"ANSI_U", 32}, {"ANSI_I", 34}, {"ANSI_O", 31}, {"ANSI_P", 35}, {"ANSI_LeftBracket", 33},
		{"ANSI_RightBracket", 30}, {"Return", 36}, {"Control", 59}, {"ANSI_A", 0}, {"ANSI_S", 1}, {"ANSI_D", 2},
		{"ANSI_F", 3}, {"ANSI_G", 5}, {"ANSI_H", 4}, {"ANSI_J", 38}, {"ANSI_K", 40}, {"ANSI_L", 37},
		{"ANSI_Semicolon", 41}, {"ANSI_Quote", 39}, {"ANSI_Grave", 50}, {"Shift", 56}, {"ANSI_Backslash", 42},
		{"ANSI_Z", 6}, {"ANSI_X", 7}, {"ANSI_C", 8}, {"ANSI_V", 9}, {"ANSI_B", 11}, {"ANSI_N", 45}, {"ANSI_M", 46},
		{"ANSI_Comma", 43}, {"ANSI_Period", 47}, {"ANSI_Slash", 44}, {"RightShift", 60}, {"ANSI_KeypadMultiply", 67},
		{"Option", 58}, {"Space", 49}, {"CapsLock", 57}, {"F1", 122}, {"F2", 120}, {"F3", 99}, {"F4", 118}, {"F5", 96},
		{"F6", 97}, {"F7", 98}, {"F8", 100}, {"F9", 101}, {"F10", 109}, {"ANSI_KeypadClear", 71}, {"ANSI_Keypad7", 89},
		{"ANSI_Keypad8", 91}, {"ANSI_Keypad9", 92}, {"ANSI_KeypadMinus", 78}, {"ANSI_Keypad4", 86},
		{"ANSI_Keypad5", 87}, {"ANSI_Keypad6", 88}, {"ANSI_KeypadPlus", 69}, {"ANSI_Keypad1", 83},
		{"ANSI_Keypad2", 84}, {"ANSI_Keypad3", 85}, {"ANSI_Keypad0", 82}, {"ANSI_KeypadDecimal", 65}, {"F11", 103},
		{"F12", 111}, {"JIS_Underscore", 94}, {"JIS_KeypadComma", 95}, {"ANSI_KeypadEnter", 76}, {"RightControl", 62},
		{"ANSI_KeypadDivide", 75}, {"RightOption", 61}, {"Home", 115}, {"UpArrow", 126}, {"PageUp", 116},
		{"LeftArrow", 123}, {"RightArrow", 124}, {"End", 119}, {"DownArrow", 125}, {"PageDown", 121},
		{"ForwardDelete", 117}, {"Mute", 74}, {"VolumeDown", 73}, {"VolumeUp", 72}, {"ANSI_KeypadEquals", 81},
		{"JIS_Kana", 104}, {"JIS_Eisu", 102}, {"JIS_Yen", 93}, {"Command", 55}, {"RightCommand", 54}, {"Help", 114},
		{"ISO_Section", 10}, {"F13", 105}, {"F14", 107}, {"F15", 113}, {"F16", 106}, {"F17", 64}, {"F18", 79},
		{"F19", 80}, {"F20", 90}, {"Function", 63},
	}
}
