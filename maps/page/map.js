// Draws the layers of a goldenhour map from columns of data, on one shared canvas.
// Text from the data reaches the page as text nodes only, never as markup.
"use strict";

const GoldenHour = (() => {
  const UNITS_PER_DEGREE = 1e5;
  const NARROW_PX = 760;
  const stacked = []; // layers in the order they are drawn, undermost first
  let words = {};
  let highlighted = false;

  function data(id) {
    return JSON.parse(document.getElementById(id).textContent);
  }

  function canvas(map) {
    if (!map.goldenHourCanvas) map.goldenHourCanvas = L.canvas({ padding: 0.2, tolerance: 2 });
    return map.goldenHourCanvas;
  }

  function stack(layer, map) {
    stacked.push(layer);
    layer.on("add", () => restack(map));
    return layer;
  }

  function restack(map) {
    for (const layer of stacked) if (map.hasLayer(layer)) layer.bringToFront();
  }

  // --- reading columns ---

  function points(steps) {
    const places = [];
    let x = 0, y = 0;
    for (let i = 0; i < steps.length; i += 2) {
      x += steps[i];
      y += steps[i + 1];
      places.push(L.latLng(y / UNITS_PER_DEGREE, x / UNITS_PER_DEGREE));
    }
    return places;
  }

  function paths(columns) {
    const all = points(columns.d);
    let start = 0;
    return columns.n.map((count) => all.slice(start, (start += count)));
  }

  // --- words ---

  function fill(template, value) {
    return template.replace("%s", () => value);
  }

  function people(count) {
    if (count < 10 && count % 1) return fill(words.people, count.toFixed(1));
    return fill(words.people, Math.round(count).toLocaleString("en-US"));
  }

  // A small table: heading, then rows of [term, value].
  function card(heading, rows) {
    const box = document.createElement("div");
    box.className = "gh-card";
    const head = document.createElement("strong");
    head.textContent = heading;
    box.append(head);
    const list = document.createElement("dl");
    for (const [term, value] of rows) {
      const name = document.createElement("dt");
      const said = document.createElement("dd");
      name.textContent = term;
      said.textContent = value;
      list.append(name, said);
    }
    box.append(list);
    return box;
  }

  // --- layers ---

  function roads(columns, map) {
    const group = L.featureGroup();
    const lines = [];
    for (const part of columns.groups) {
      const shape = paths(part);
      const line = (colour, extra) => {
        const drawn = L.polyline(shape, {
          renderer: canvas(map), interactive: false, color: colour, dashArray: part.dash || null,
          lineCap: part.dash ? "butt" : "round", smoothFactor: 1.2,
        });
        lines.push({ drawn, extra, part });
        return drawn;
      };
      // Both lines of a group go in before the next group's: crossings look like crossings.
      if (part.casing) line(part.casing, 1.4);
      line(part.colour, 0);
    }
    function restyle() {
      const zoom = map.getZoom();
      let changed = false;
      for (const { drawn, extra, part } of lines) {
        const grown = Math.min(part.width * Math.pow(1.32, zoom - 12), part.width * 4.5);
        drawn.setStyle({ weight: Math.max(grown, 0.5) + extra });
        const wanted = zoom >= part.min_zoom;
        if (wanted !== group.hasLayer(drawn)) {
          changed = true;
          if (wanted) group.addLayer(drawn); else group.removeLayer(drawn);
        }
      }
      if (!changed || !map.hasLayer(group)) return;
      for (const { drawn } of lines) if (group.hasLayer(drawn)) drawn.bringToFront();
      restack(map);
    }
    group.bringToFront = () => {
      for (const { drawn } of lines) if (group.hasLayer(drawn)) drawn.bringToFront();
      return group;
    };
    restyle();
    map.on("zoomend", restyle);
    return stack(group, map);
  }

  function hatching(colour, falling) {
    const tile = document.createElement("canvas");
    tile.width = tile.height = 8;
    const pen = tile.getContext("2d");
    pen.strokeStyle = colour;
    pen.lineWidth = falling ? 1.4 : 1;
    pen.beginPath();
    for (const shift of [-8, 0, 8]) {
      pen.moveTo(shift - 1, falling ? -1 : 9);
      pen.lineTo(shift + 9, falling ? 9 : -1);
    }
    pen.stroke();
    return pen.createPattern(tile, "repeat");
  }

  function areas(columns, map) {
    const group = L.featureGroup();
    const hatched = hatching(columns.nobody);
    columns.rows.forEach((row) => {
      const filled = columns.colours[row.c];
      const shape = L.polygon(paths(row), {
        renderer: canvas(map), color: "#5b6b7b", weight: 1.1, opacity: 0.9,
        fillColor: filled || hatched, fillOpacity: filled ? columns.opacity : 0.8, smoothFactor: 1,
      });
      shape.bindTooltip(() => card(row.name, row.rows), { sticky: true, className: "gh-tip" });
      shape.on("mouseover", () => shape.setStyle({ weight: 2.6, color: "#22303c" }));
      shape.on("mouseout", () => shape.setStyle({ weight: 1.1, color: "#5b6b7b" }));
      group.addLayer(shape);
    });
    return stack(group, map);
  }

  // Hatched the other way than areas without residents, over their colours; what lies below
  // still answers the mouse.
  function doubts(columns, map) {
    const shape = L.polygon(columns.rows.map(paths), {
      renderer: canvas(map), color: columns.colour, weight: 1, opacity: 0.7,
      fillColor: hatching(columns.colour, true), fillOpacity: 0.55, smoothFactor: 1, interactive: false,
    });
    return stack(L.featureGroup([shape]), map);
  }

  // Many marks as one path of Leaflet's canvas: it is placed, cleared, animated and asked
  // for hits as any other, but holds columns and draws a class at a time.
  const Marks = L.Path.extend({
    initialize(columns, options) {
      L.setOptions(this, options);
      this._columns = columns;
      this._places = points(columns.d);
      this._hit = -1;
    },
    _project() {
      this._at = this._places.map((place) => this._map.latLngToLayerPoint(place));
      const reach = L.point(24, 24);
      const box = L.bounds(this._at);
      this._pxBounds = this._at.length
        ? L.bounds(box.min.subtract(reach), box.max.add(reach))
        : L.bounds([0, 0], [0, 0]);
    },
    _update() {
      if (this._map) this._updatePath();
    },
    _updatePath() {
      if (!this._renderer._drawing || !this._at.length) return;
      const seen = this._renderer._bounds;
      const pen = this._renderer._ctx;
      const { c: kind, k: covered } = this._columns;
      pen.save();
      pen.setLineDash([]);
      // Rows are sorted by class, so a class is one run, and the worst is drawn last.
      for (const wanted of highlighted && covered ? [1, 0] : [-1]) {
        for (let start = 0; start < kind.length; ) {
          let end = start;
          pen.beginPath();
          for (; end < kind.length && kind[end] === kind[start]; end++) {
            if (wanted >= 0 && covered[end] !== wanted) continue;
            const at = this._at[end];
            const radius = this._columns.r[end];
            if (at.x + radius < seen.min.x || at.x - radius > seen.max.x) continue;
            if (at.y + radius < seen.min.y || at.y - radius > seen.max.y) continue;
            this._outline(pen, kind[start], at, radius);
          }
          this._paint(pen, kind[start], wanted);
          start = end;
        }
      }
      pen.restore();
    },
    _outline(pen, kind, at, radius) {
      const style = this.options.styles[kind];
      if (style.shape === "circle") {
        pen.moveTo(at.x + radius, at.y);
        pen.arc(at.x, at.y, radius, 0, 2 * Math.PI);
      } else if (style.shape === "square") {
        pen.rect(at.x - radius, at.y - radius, 2 * radius, 2 * radius);
      } else {
        const arm = Math.max(radius, 4);
        const half = arm / 2;
        pen.moveTo(at.x, at.y - arm);
        pen.lineTo(at.x + arm, at.y);
        pen.lineTo(at.x, at.y + arm);
        pen.lineTo(at.x - arm, at.y);
        pen.closePath();
        pen.moveTo(at.x - half, at.y);
        pen.lineTo(at.x + half, at.y);
      }
    },
    _paint(pen, kind, wanted) {
      const style = this.options.styles[kind];
      const faded = wanted === 1;
      // The edge goes under the fill: where circles crowd, edges would hide what they enclose.
      pen.globalAlpha = faded ? 0.3 : 0.9;
      // From afar the edges are thinner, or the rims of crowded circles would bury the roads.
      pen.lineWidth = wanted === 0 ? 2.6 : this._map.getZoom() < 11 ? 1.2 : 2;
      pen.strokeStyle = wanted === 0 ? "#101418" : style.edge;
      pen.stroke();
      pen.globalAlpha = faded ? 0.35 : 1;
      pen.fillStyle = faded ? "#c3c8cc" : style.colour;
      pen.fill();
      if (style.shape !== "diamond" || faded) return;
      pen.lineWidth = 1;
      pen.strokeStyle = style.edge;
      pen.stroke();
    },
    _containsPoint(cursor) {
      let found = -1;
      let nearest = Infinity;
      for (let i = 0; i < this._at.length; i++) {
        const away = cursor.distanceTo(this._at[i]);
        if (away <= this._columns.r[i] + 3 && away <= nearest) {
          nearest = away;
          found = i;
        }
      }
      this._hit = found;
      return found >= 0;
    },
  });

  function marks(columns, map, describe) {
    const path = new Marks(columns, {
      renderer: canvas(map), styles: columns.styles, weight: 2, interactive: true,
    });
    let shown = -1;
    path.bindTooltip(() => describe((shown = path._hit)), { sticky: true, className: "gh-tip" });
    path.on("mousemove", () => {
      if (path._hit >= 0 && path._hit !== shown) path.setTooltipContent(describe((shown = path._hit)));
    });
    return L.featureGroup([path]);
  }

  function demand(columns, map) {
    const group = marks(columns, map, (i) => {
      const time = columns.t[i] < 0 ? words.never : fill(words.minutes, (columns.t[i] / 10).toFixed(1));
      const rows = [[words.residents, people(columns.p[i])], [words.time, time]];
      const facility = columns.facilities[columns.f[i]];
      if (facility !== undefined) rows.push([words.nearest, facility]);
      return card(columns.names[i] || words.unnamed_place, rows);
    });
    const box = document.getElementById("gh-highlight");
    if (box) {
      box.addEventListener("change", () => {
        highlighted = box.checked;
        if (highlighted && !map.hasLayer(group)) group.addTo(map);
        group.eachLayer((path) => path.redraw());
      });
    }
    return stack(group, map);
  }

  function others(columns, map) {
    const describe = (i) => card(columns.names[i], [[words.kind, columns.kinds[columns.kind[i]]]]);
    return stack(marks(columns, map, describe), map);
  }

  // Markers in the page's own elements: they take the keyboard's focus and open a popup.
  function facilities(columns, map) {
    const group = L.featureGroup();
    const half = columns.size / 2;
    points(columns.d).forEach((place, i) => {
      const row = columns.rows[i];
      const icon = L.divIcon({
        html: columns.svg, className: "gh-facility", iconSize: [columns.size, columns.size],
        iconAnchor: [half, half], popupAnchor: [0, -half],
      });
      L.marker(place, { icon, title: row.name, alt: row.name, riseOnHover: true })
        .bindPopup(() => card(row.name, row.rows), { maxWidth: 280, className: "gh-popup" })
        .addTo(group);
    });
    return group;
  }

  // Names in the order of their weight; one that would touch an earlier one is left out.
  const Names = L.Path.extend({
    initialize(columns, options) {
      L.setOptions(this, options);
      this._names = columns.names;
      this._drop = L.point(0, columns.drop);
      this._places = points(columns.d);
    },
    _project() {
      this._at = this._places.map((place) => this._map.latLngToLayerPoint(place).add(this._drop));
      const reach = L.point(120, 20);
      const box = L.bounds(this._at);
      this._pxBounds = L.bounds(box.min.subtract(reach), box.max.add(reach));
    },
    _update() {
      if (this._map) this._updatePath();
    },
    _updatePath() {
      if (!this._renderer._drawing) return;
      const pen = this._renderer._ctx;
      const taken = [];
      pen.save();
      pen.setLineDash([]);
      pen.globalAlpha = 1;
      pen.font = `600 12px ${getComputedStyle(document.body).fontFamily}`;
      pen.textAlign = "center";
      pen.textBaseline = "middle";
      pen.lineJoin = "round";
      this._at.forEach((at, i) => {
        const wide = pen.measureText(this._names[i]).width / 2 + 4;
        const free = taken.every(
          (other) => Math.abs(other.x - at.x) > other.wide + wide || Math.abs(other.y - at.y) > 17,
        );
        if (!free) return;
        taken.push({ x: at.x, y: at.y, wide });
        pen.lineWidth = 3.5;
        pen.strokeStyle = "rgba(255,255,255,.9)";
        pen.strokeText(this._names[i], at.x, at.y);
        pen.fillStyle = "#1d2b36";
        pen.fillText(this._names[i], at.x, at.y);
      });
      pen.restore();
    },
    _containsPoint: () => false,
  });

  function names(columns, map) {
    const path = new Names(columns, { renderer: canvas(map), interactive: false });
    return stack(L.featureGroup([path]), map);
  }

  // --- furniture ---

  function panel(map, id, position) {
    const box = document.getElementById(id);
    const Control = L.Control.extend({
      onAdd() {
        L.DomEvent.disableClickPropagation(box);
        L.DomEvent.disableScrollPropagation(box);
        return box;
      },
    });
    new Control({ position }).addTo(map);
    if (map.getSize().x < NARROW_PX) box.querySelectorAll("details").forEach((one) => (one.open = false));
    box.querySelectorAll("details").forEach((one) => one.addEventListener("toggle", () => fit(map)));
  }

  // The panels of a side share its height: what does not fit scrolls inside its panel.
  function fit(map) {
    const height = map.getSize().y;
    const shared = {
      // The zoom buttons stand beside the answer, so only the scale takes from its height.
      "gh-answer": ".leaflet-bottom.leaflet-left > .leaflet-control",
      "gh-legend": ".leaflet-right > .leaflet-control",
    };
    for (const [id, neighbours] of Object.entries(shared)) {
      const box = document.getElementById(id);
      let taken = 20; // the panel's own margins and a gap
      for (const one of map.getContainer().querySelectorAll(neighbours)) {
        const style = getComputedStyle(one);
        const gaps = parseFloat(style.marginTop) + parseFloat(style.marginBottom);
        if (one !== box) taken += one.offsetHeight + gaps;
      }
      box.style.maxHeight = `${Math.max(height - taken, 40)}px`;
    }
  }

  function page(map, options) {
    words = options.texts;
    map.goldenHourBounds = options.bounds;
    map.attributionControl.setPrefix(false);
    for (const credit of options.credits) map.attributionControl.addAttribution(credit);
    L.control
      .zoom({ position: "topleft", zoomInTitle: words.zoom_in, zoomOutTitle: words.zoom_out })
      .addTo(map);
    L.control.scale({ position: "bottomleft", imperial: false, maxWidth: 140 }).addTo(map);
    map.on("popupopen", (event) => {
      const button = event.popup.getElement().querySelector(".leaflet-popup-close-button");
      if (button) {
        button.setAttribute("aria-label", words.close);
        button.title = words.close;
      }
    });
    map.on("resize", () => fit(map));
  }

  function ready(map, layerControl) {
    map.invalidateSize({ animate: false });
    const wide = map.getSize().x >= NARROW_PX;
    if (!wide) {
      layerControl.options.collapsed = true;
      layerControl.remove();
      layerControl.addTo(map);
    }
    const button = layerControl.getContainer().querySelector(".leaflet-control-layers-toggle");
    button.title = words.layers;
    button.setAttribute("aria-label", words.layers);
    fit(map);
    const room = (id) => {
      const box = document.getElementById(id);
      return wide && box ? box.offsetWidth + (id === "gh-answer" ? 64 : 24) : 12;
    };
    const view = {
      animate: false, paddingTopLeft: [room("gh-answer"), 16], paddingBottomRight: [room("gh-legend"), 28],
      maxZoom: 16,
    };
    map.fitBounds(map.goldenHourBounds, view);
    // A popup that opens behind a panel pans the map until it stands clear.
    L.Popup.mergeOptions({
      autoPanPaddingTopLeft: L.point(view.paddingTopLeft),
      autoPanPaddingBottomRight: L.point(view.paddingBottomRight),
    });
  }

  return { data, roads, areas, doubts, demand, others, facilities, names, panel, page, ready };
})();
