/** Terraform is violet and what is live is orange, everywhere; both pairs of colours have the contrast that WCAG AA asks for. */
const light = `--paper:#f7f6f3;--card:#fff;--ink:#1d1e22;--soft:#5b5e66;--line:#e2e0da;--field:#faf9f7;--focus:#5b3fd6;
--del:#ece7ff;--del-ink:#4c1d95;--ins:#ffe8d1;--ins-ink:#8a3306;--bad:#b3261e;--on-bad:#fff;--unsure:#855600;--good:#1b6b45`;

const dark = `--paper:#131417;--card:#1b1d21;--ink:#e9e9ec;--soft:#a6a9b2;--line:#2f3239;--field:#16181b;--focus:#b7a6ff;
--del:#322a5c;--del-ink:#d5c9ff;--ins:#4b2c12;--ins-ink:#ffcf9f;--bad:#ff9a90;--on-bad:#3b0804;--unsure:#f0c069;--good:#7fd1a5`;

const page = `*{box-sizing:border-box}[hidden]{display:none!important}
html{scroll-padding-top:1rem;-webkit-text-size-adjust:100%}
body{margin:0 auto;max-width:72rem;padding:0 1.5rem 4rem;background:var(--paper);color:var(--ink);font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",sans-serif;overflow-wrap:anywhere}
h1,h2,h3,h4,p,ul,dl,dd{margin:0}ul{padding:0;list-style:none}
h1{font-size:clamp(1.5rem,1.1rem + 1.8vw,2.25rem);line-height:1.2;letter-spacing:-.015em;font-weight:650;text-wrap:balance}
h2{font-size:1.25rem;letter-spacing:-.01em;font-weight:650;margin:3rem 0 .25rem}
h3{font-size:1.125rem;font-weight:650}h3 small{font-size:.9rem;font-weight:400;color:var(--soft);margin-right:.15rem}
code,pre,h4,q,.sides dd,.lines td,.list,.states td:first-child,.resource .head>p:not(.why),footer dd{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;font-variant-ligatures:none}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px;border-radius:.25rem}
#main:focus{outline:0}
.skip{position:absolute;left:-99rem;background:var(--card);padding:.5rem 1rem}.skip:focus{left:1rem;top:1rem;z-index:2}
.facts{display:flex;flex-wrap:wrap;color:var(--soft);font-size:.9rem}
.facts li:not(:last-child)::after{content:"·";margin:0 .5rem}
body>header{padding:2.5rem 0 0}
.brand{display:flex;gap:.75rem;align-items:center;margin-bottom:1rem;color:var(--soft);font-size:.9rem;letter-spacing:.01em}
.brand b{padding:.1rem .7rem;border-radius:1rem;border:1.5px solid;font-size:.8rem}
.bad .brand b{background:var(--bad);border-color:var(--bad);color:var(--on-bad)}.unsure .brand b{color:var(--unsure)}.good .brand b{color:var(--good)}
.lead{margin:.5rem 0 0;font-size:1.1rem}h1~.facts{margin-top:.75rem}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(7.5rem,1fr));gap:.75rem;margin-top:1.75rem}
.tiles a,.tiles span{display:block;height:100%;padding:.8rem 1rem;background:var(--card);border:1px solid var(--line);border-radius:.75rem;color:var(--soft);font-size:.9rem;text-decoration:none}
.tiles a:hover{border-color:currentColor;text-decoration:underline}
.tiles strong{display:block;font-size:1.75rem;line-height:1.2;font-weight:600;font-variant-numeric:tabular-nums;color:var(--ink)}
.tiles .bad strong{color:var(--bad)}.tiles .unsure strong{color:var(--unsure)}.tiles .good strong{color:var(--good)}
.news{margin-top:1rem;color:var(--soft);font-size:.95rem}.news strong{color:var(--ink)}
.warnings,.omitted{margin-top:2rem;padding:.9rem 1.25rem;border:1px solid var(--line);border-left:4px solid var(--unsure);border-radius:.5rem;background:var(--card)}
.warnings h2{margin:0;font-size:1rem}.warnings li+li{margin-top:.35rem}
footer{margin-top:3.5rem;padding-top:1rem;border-top:1px solid var(--line);font-size:.8rem;color:var(--soft)}
footer div{display:flex;flex-wrap:wrap;gap:0 .75rem}footer dt{min-width:9rem}footer dd{flex:1 1 14rem}`;

const filter = `#filter{margin-top:2rem;padding:1rem 1.25rem;display:grid;gap:.75rem;background:var(--card);border:1px solid var(--line);border-radius:.75rem}
.find input::placeholder{color:var(--soft)}
.find{display:flex;align-items:center;gap:.75rem}.find span,legend{flex:none;width:5rem;padding:0;color:var(--soft);font-size:.85rem}
.find input{flex:1;min-width:0;font:inherit;padding:.4rem .75rem;color:inherit;background:var(--field);border:1px solid var(--soft);border-radius:.5rem}
fieldset{display:flex;flex-wrap:wrap;gap:.4rem;margin:0;padding:0 0 0 5.75rem;border:0;position:relative;min-width:0}
legend{position:absolute;left:0;top:.25rem}
fieldset label{position:relative;cursor:pointer}fieldset input{position:absolute;inset:0;opacity:0;margin:0;width:100%;height:100%;cursor:inherit}
fieldset label>span{display:block;padding:.2rem .75rem;border:1px solid var(--soft);border-radius:1rem;font-size:.85rem}
fieldset small{font-size:inherit;color:var(--soft);font-variant-numeric:tabular-nums}
fieldset input:checked+span{background:var(--ink);border-color:var(--ink);color:var(--card)}fieldset input:checked+span::before{content:"✓ "}fieldset input:checked+span small{color:inherit}
fieldset input:focus-visible+span{outline:3px solid var(--focus);outline-offset:2px}
.shown{display:flex;flex-wrap:wrap;gap:.25rem 1rem;align-items:center;font-size:.9rem;color:var(--soft);min-height:2.1rem}
button{font:inherit;font-size:.8rem;padding:.2rem .75rem;color:inherit;background:var(--card);border:1px solid var(--soft);border-radius:.5rem;cursor:pointer}button:hover{border-color:var(--ink)}
#filter:not(.on) button{visibility:hidden}`;

const finding = `.intro{color:var(--soft)}
article,.card{margin-top:1rem;background:var(--card);border:1px solid var(--line);border-radius:.75rem;overflow:clip}
.many article{content-visibility:auto;contain-intrinsic-size:auto 16rem}
article>.head{display:flex;flex-wrap:wrap;align-items:baseline;gap:.1rem .9rem;padding:1rem 1.5rem .75rem}
.resource{border-top:1px solid var(--line)}
.resource>.head{display:grid;grid-template-columns:1fr auto;gap:.15rem 1rem;align-items:start;padding:1rem 1.5rem;background:var(--field)}
h4{font-size:.95rem;font-weight:600}.resource .head p{grid-column:1/-1;color:var(--soft);font-size:.8rem}
.resource .head .why{margin-top:.35rem;font-size:.9rem;color:var(--ink)}
.status,.sev,.event,.kind{flex:none;font-size:.75rem;line-height:1.5;font-weight:600;padding:.05rem .6rem;border-radius:1rem;border:1px solid;white-space:nowrap}
.MODIFIED,.DELETED{color:var(--bad)}.UNMANAGED,.NOT_CHECKED{color:var(--unsure)}
.kind,.event{color:var(--soft);font-weight:500}.event{border-color:transparent;padding:.05rem 0;white-space:normal}
.event.OPENED,.event.CHANGED,.event.REMINDER{color:var(--ink);font-weight:600}.event.OPENED::before{content:"● "}.event.CHANGED::before{content:"◐ "}.event.REMINDER::before{content:"○ "}
.HIGH{background:var(--bad);border-color:var(--bad);color:var(--on-bad)}.MEDIUM{color:var(--unsure)}.LOW{color:var(--soft)}
.findings>li{padding:1rem 1.5rem 1.15rem;border-top:1px solid var(--line)}.card>li:first-child{border-top:0}
.findings>li:target{box-shadow:inset 4px 0 var(--focus)}
.top{display:flex;flex-wrap:wrap;align-items:center;gap:.3rem .75rem}.top code{font-size:.9rem;font-weight:600}
.findings p{margin-top:.35rem;max-width:70ch;font-size:.95rem}.findings p+p{color:var(--soft);font-size:.9rem;margin-top:.1rem}.findings .note,.findings .by{color:var(--soft);font-size:.85rem}.by b{font-weight:600}
.sides{display:grid;grid-template-columns:1fr 1fr;gap:.75rem;margin-top:.6rem}.sides>div{position:relative}.sides>div{min-width:0}
dt,.lines th{font-size:.75rem;color:var(--soft);font-weight:500;text-align:left}
.sides dd{margin-top:.15rem;padding:.45rem .75rem;min-height:2.3rem;background:var(--field);border:1px solid var(--line);border-radius:.5rem;font-size:.85rem;white-space:pre-wrap}
.sides i{font-family:system-ui,sans-serif;color:var(--soft)}
q{quotes:"\\22" "\\22"}q::before,q::after{color:var(--soft)}
del,ins{text-underline-offset:.2em;text-decoration:underline 2px;border-radius:.2rem;padding:.1em 0;-webkit-box-decoration-break:clone;box-decoration-break:clone}
del{background:var(--del);color:var(--del-ink);text-decoration-style:dotted}ins{background:var(--ins);color:var(--ins-ink)}
.u{font-weight:400;font-size:.85em;border:1px dashed;border-radius:.2rem;padding:0 .15em}
.lines{margin-top:.6rem;border:1px solid var(--line);border-radius:.5rem;overflow:clip}
.lines table{width:100%;table-layout:fixed;border-collapse:collapse}
.lines th{padding:.35rem .75rem;background:var(--field);border-bottom:1px solid var(--line)}
.lines table:not(:first-child) thead,.fold thead{position:absolute;clip-path:inset(50%)}
.lines td{vertical-align:top;padding:.1rem .75rem .1rem 1.75rem;font-size:.8rem;white-space:pre-wrap;position:relative}
.lines td+td,.lines th+th{border-left:1px solid var(--line)}
td.del::before,td.ins::before{position:absolute;left:.75rem}td.del::before{content:"−";color:var(--del-ink)}td.ins::before{content:"+";color:var(--ins-ink)}
td.none{background:var(--field)}
details{margin-top:.6rem}summary{cursor:pointer;width:fit-content;font-size:.85rem;color:var(--soft)}summary:hover{color:var(--ink)}
.fold{margin:0}.fold summary{width:100%;padding:.25rem .75rem;background:var(--field);font-size:.8rem}.fold table{border-top:1px solid var(--line)}
.resource>.fix{margin:0;padding:.9rem 1.5rem;border-top:1px solid var(--line)}
.fix p{font-size:.9rem}.code{position:relative;margin-top:.35rem}
pre{margin:0;padding:.6rem .9rem;font-size:.8rem;line-height:1.5;white-space:pre-wrap;background:var(--field);border:1px solid var(--line);border-radius:.5rem}
pre:not(:last-child){padding-right:5.5rem}.code button{position:absolute;top:.35rem;right:.35rem}
details.card{padding:.9rem 1.5rem}.list{margin-top:.75rem;font-size:.85rem;columns:2 24rem;column-gap:2rem}.list li{break-inside:avoid}
.scroll{overflow-x:auto;margin-top:.75rem}.states{width:100%;border-collapse:collapse;font-size:.85rem}.states th{color:var(--soft);font-weight:500}.states th,.states td{text-align:left;vertical-align:top;padding:.35rem 1rem .35rem 0;border-top:1px solid var(--line)}`;

/** Beside its values where there is room: the findings of a resource read like a table, headed once. */
const wide = `@media (min-width:44.01rem){.resource .findings>li:not(.long){display:grid;grid-template-columns:minmax(0,4fr) minmax(0,9fr);column-gap:1.5rem;align-items:start}
.resource .findings>li:not(.long)>*{grid-column:2;margin-top:0}.resource .findings>li:not(.long)>.top{grid-column:1;grid-row:1/span 9}.resource .findings>li:not(.long)>*+*+*{margin-top:.4rem}
.resource li:not(.long) .top code{width:100%}
.resource .findings>li:not([hidden],.long):has(>.sides)+li:not(.long)>.sides dt{position:absolute;clip-path:inset(50%)}}`;

const narrow = `@media (max-width:44rem){body{padding:0 1rem 3rem}body>header{padding-top:1.5rem}.tiles{grid-template-columns:repeat(auto-fit,minmax(6rem,1fr));gap:.5rem}.tiles a,.tiles span{padding:.5rem .75rem;font-size:.85rem}.tiles strong{font-size:1.4rem}.resource>.head{grid-template-columns:1fr;justify-items:start}.status{grid-row:1}
article>.head,.resource>.head,.findings>li,.resource>.fix,details.card{padding-left:1rem;padding-right:1rem}
.sides{grid-template-columns:1fr;gap:.5rem}.find{display:block}.find input{width:100%;margin-top:.2rem}
fieldset{padding:1.5rem 0 0}.lines thead{position:absolute;clip-path:inset(50%)}.lines tr{display:block}.lines td{display:block;border:0!important}
.lines td:not(.del,.ins)+td:not(.del,.ins),td.none{display:none}}`;

/** Where nothing can be opened, everything is open. */
const everything = `@media print,(scripting:none){details::details-content{content-visibility:visible;display:block;height:auto}}
@media print{:root{color-scheme:light;${light};--paper:#fff}summary{list-style:none}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}body{max-width:none;padding:0;font-size:.8rem}body>header{padding-top:0}
.skip,button,.find,fieldset,#filter:not(.on){display:none}#filter.on{display:block;border:0;padding:0}
article{content-visibility:visible}article,.card{overflow:visible}.findings>li,.head,tr,.code{break-inside:avoid}h2,.head{break-after:avoid}}`;

export const style = [
  `:root{color-scheme:light dark;${light}}`,
  `@media (prefers-color-scheme:dark){:root{${dark}}}`,
  page,
  filter,
  finding,
  wide,
  narrow,
  '@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}',
  '@media (forced-colors:active){fieldset input:checked+span{outline:2px solid}}',
  everything,
].join('\n');
