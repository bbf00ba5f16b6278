package xmledit

// Identity returns the name and the UUID that a document gives its object, ""
// for what it does not have.
func Identity(doc string) (name, uuid string) {
	d, err := parse(doc)
	if err != nil {
		return "", ""
	}
	if e := d.Root().SelectElement("name"); e != nil {
		name = e.Text()
	}
	if e := d.Root().SelectElement("uuid"); e != nil {
		uuid = e.Text()
	}
	return name, uuid
}
