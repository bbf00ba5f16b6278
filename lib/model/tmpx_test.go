package model

import ("testing";"os";"fmt";"strings";"path/filepath";"github.com/virgo-vm/virgo/lib/virt")

func TestX(t *testing.T){
 for _, f := range strings.Fields(os.Getenv("F")) {
 b,_:=os.ReadFile(f)
 var n int
 o:=Options{Arch:"i686",NewMAC: func() string{n++;return fmt.Sprintf("52:54:00:00:00:%02x",n)}, NewUUID: func() virt.UUID{return virt.UUID{1}}}
 var err error
 out := ""
 switch filepath.Base(filepath.Dir(f)) {
 case "n":
 d,e:=ParseNetwork(string(b),o); err=e
 if e==nil {out=d.XML(Form{Inactive:true})}
 case "p":
 d,e:=ParsePool(string(b),o); err=e
 if e==nil {d.SetSizes(107374182400,0,107374182400); out=d.XML(Form{})}
 case "v":
 d,e:=ParseVolume(string(b)); err=e
 if e==nil {d.Place("/default-pool/"+d.Name()); out=d.XML()}
 default:
 d,e:=ParseDomain(string(b),o); err=e
 if e==nil {d.NameInterfaces("testnet");out=d.XML(Form{Inactive:true})}
 }
 if err!=nil { out = fmt.Sprint("error: ",err)}
 os.WriteFile(f+".got",[]byte(out+"\n"),0644)
 }
}
