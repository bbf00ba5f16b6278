package xmledit

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"unicode/utf8"
)

// maxDepth is how deep expressions may be nested.
const maxDepth = 500

// compile parses an XPath 1.0 expression. space is what its prefixes mean.
func compile(expr string, space scope) (expression, error) {
	tokens, err := lex(expr)
	if err != nil {
		return nil, err
	}
	p := parser{expr: expr, tokens: tokens, space: space}
	e, err := p.or()
	if err == nil && p.peek().kind != endToken {
		err = p.unexpected()
	}
	return e, err
}

// A parser holds the tokens of an expression from next on.
type parser struct {
	expr   string
	tokens []token
	next   int
	depth  int
	space  scope
}

func (p *parser) peek() token { return p.tokens[p.next] }

func (p *parser) take() token {
	t := p.tokens[p.next]
	if t.kind != endToken {
		p.next++
	}
	return t
}

// symbol takes the next token if it is one of the symbols.
func (p *parser) symbol(texts ...string) (string, bool) {
	t := p.peek()
	if t.kind != symbolToken || !slices.Contains(texts, t.text) {
		return "", false
	}
	p.next++
	return t.text, true
}

func (p *parser) require(symbol string) error {
	if _, ok := p.symbol(symbol); !ok {
		return p.errorf("missing %s", symbol)
	}
	return nil
}

// errorf is an error about the next token.
func (p *parser) errorf(format string, args ...any) error {
	at := p.peek().at
	return fmt.Errorf("%s at character %d", fmt.Sprintf(format, args...), utf8.RuneCountInString(p.expr[:at])+1)
}

func (p *parser) unexpected() error {
	if p.peek().kind == endToken {
		return errors.New("unexpected end")
	}
	return p.errorf("unexpected %q", firstRune(p.expr[p.peek().at:]))
}

// binary parses operands that next reads, with operators of one precedence
// between them.
func (p *parser) binary(next func() (expression, error), operators ...string) (expression, error) {
	left, err := next()
	for err == nil {
		op, ok := p.symbol(operators...)
		if !ok {
			break
		}
		var right expression
		if right, err = next(); err == nil {
			left = &operation{op, left, right}
		}
	}
	return left, err
}

func (p *parser) or() (expression, error) {
	p.depth++
	defer func() { p.depth-- }()
	if p.depth > maxDepth {
		return nil, fmt.Errorf("nested deeper than %d", maxDepth)
	}
	return p.binary(p.and, "or")
}

func (p *parser) and() (expression, error)      { return p.binary(p.equality, "and") }
func (p *parser) equality() (expression, error) { return p.binary(p.relation, "=", "!=") }
func (p *parser) relation() (expression, error) { return p.binary(p.sum, "<", "<=", ">", ">=") }
func (p *parser) sum() (expression, error)      { return p.binary(p.product, "+", "-") }
func (p *parser) product() (expression, error)  { return p.binary(p.negation, "*", "div", "mod") }
func (p *parser) union() (expression, error)    { return p.binary(p.path, "|") }

func (p *parser) negation() (expression, error) {
	negative, any := false, false
	for {
		if _, ok := p.symbol("-"); !ok {
			break
		}
		negative, any = !negative, true
	}
	e, err := p.union()
	if err == nil && any {
		e = &minus{e, negative}
	}
	return e, err
}

// path parses a location path, or a primary expression with what may follow it.
func (p *parser) path() (expression, error) {
	t := p.peek()
	switch {
	case t.kind == symbolToken && (t.text == "/" || t.text == "//"):
		return p.absolute()
	case t.kind == nameToken || t.kind == axisToken || t.kind == callToken && nodeType(t.text) ||
		t.kind == symbolToken && (t.text == "." || t.text == ".." || t.text == "@"):
		return p.steps(&location{})
	}
	e, err := p.primary()
	if err != nil {
		return nil, err
	}
	predicates, err := p.predicates()
	if err != nil {
		return nil, err
	}
	if predicates != nil {
		e = &filter{e, predicates}
	}
	switch t := p.peek(); {
	case t.kind == symbolToken && t.text == "/":
		p.next++
		return p.steps(&location{from: e})
	case t.kind == symbolToken && t.text == "//":
		p.next++
		return p.steps(&location{from: e, steps: []step{anywhere()}})
	}
	return e, nil
}

// absolute parses a path that begins with / or //.
func (p *parser) absolute() (expression, error) {
	l := &location{absolute: true}
	if p.take().text == "//" {
		l.steps = append(l.steps, anywhere())
		return p.steps(l)
	}
	switch t := p.peek(); {
	case t.kind == nameToken, t.kind == axisToken, t.kind == callToken,
		t.kind == symbolToken && (t.text == "." || t.text == ".." || t.text == "@"):
		return p.steps(l)
	}
	return l, nil // the root alone
}

// anywhere is the step that // stands for.
func anywhere() step { return step{axis: "descendant-or-self", test: nodeTest{kind: anyNode}} }

// steps parses the steps of a path and adds them to l.
func (p *parser) steps(l *location) (expression, error) {
	for {
		s, err := p.step()
		if err != nil {
			return nil, err
		}
		l.steps = append(l.steps, s)
		switch separator, _ := p.symbol("/", "//"); separator {
		case "":
			return l, nil
		case "//":
			l.steps = append(l.steps, anywhere())
		}
	}
}

func (p *parser) step() (s step, err error) {
	s.axis = "child"
	t := p.peek()
	switch {
	case t.kind == symbolToken && t.text == ".":
		p.next++
		return step{axis: "self", test: nodeTest{kind: anyNode}}, nil
	case t.kind == symbolToken && t.text == "..":
		p.next++
		return step{axis: "parent", test: nodeTest{kind: anyNode}}, nil
	case t.kind == symbolToken && t.text == "@":
		p.next++
		s.axis = "attribute"
	case t.kind == axisToken:
		if !knownAxis(t.text) {
			return s, p.errorf("there is no axis %s", t.text)
		}
		s.axis = t.text
		p.next += 2 // the name and ::
	}
	if s.test, err = p.nodeTest(); err != nil {
		return s, err
	}
	s.predicates, err = p.predicates()
	return s, err
}

func (p *parser) nodeTest() (nodeTest, error) {
	t := p.peek()
	switch {
	case t.kind == callToken && nodeType(t.text):
		return p.typeTest()
	case t.kind != nameToken:
		return nodeTest{}, p.unexpected()
	}
	test := nodeTest{kind: namedNode, name: t.text}
	if t.text == "*" && t.prefix == "" {
		test.anySpace = true
	}
	if t.prefix != "" {
		uri, ok := p.space.prefixes[t.prefix]
		if !ok {
			return test, fmt.Errorf("the document declares no namespace prefix '%s'", t.prefix)
		}
		test.space = uri
	}
	p.next++
	return test, nil
}

// typeTest parses node(), text(), comment() or processing-instruction(…).
func (p *parser) typeTest() (nodeTest, error) {
	test := nodeTest{}
	switch p.take().text {
	case "node":
		test.kind = anyNode
	case "text":
		test.kind = anyText
	case "comment":
		test.kind = anyComment
	case "processing-instruction":
		test.kind = anyProcInst
	}
	p.next++ // the parenthesis
	if test.kind == anyProcInst && p.peek().kind == literalToken {
		test.name = p.take().text
	}
	return test, p.require(")")
}

func (p *parser) predicates() (list []expression, err error) {
	for {
		if _, ok := p.symbol("["); !ok {
			return list, nil
		}
		e, err := p.or()
		if err == nil {
			err = p.require("]")
		}
		if err != nil {
			return nil, err
		}
		list = append(list, e)
	}
}

// primary parses an expression that is no path and no operation.
func (p *parser) primary() (expression, error) {
	switch t := p.peek(); {
	case t.kind == literalToken:
		p.next++
		return constant{t.text}, nil
	case t.kind == numberToken:
		p.next++
		n, _ := strconv.ParseFloat(t.text, 64) // digits; beyond its range it is infinite
		return constant{n}, nil
	case t.kind == variableToken:
		return nil, p.errorf("there is no variable $%s", t.text)
	case t.kind == callToken:
		return p.call()
	case t.kind == symbolToken && t.text == "(":
		p.next++
		e, err := p.or()
		if err == nil {
			err = p.require(")")
		}
		return e, err
	}
	return nil, p.unexpected()
}

// call parses the call of a function.
func (p *parser) call() (expression, error) {
	f, ok := function(p.peek().text)
	if !ok {
		return nil, p.errorf("there is no function %s", p.peek().text)
	}
	c := &call{name: p.take().text, f: f}
	p.next++ // the parenthesis
	for {
		if _, ok := p.symbol(")"); ok && len(c.args) == 0 {
			break
		}
		arg, err := p.or()
		if err != nil {
			return nil, err
		}
		c.args = append(c.args, arg)
		if _, ok := p.symbol(","); ok {
			continue
		}
		if err := p.require(")"); err != nil {
			return nil, err
		}
		break
	}
	if len(c.args) < f.least || f.most >= 0 && len(c.args) > f.most {
		return nil, fmt.Errorf("%s() has %d arguments, which it does not take", c.name, len(c.args))
	}
	return c, nil
}
