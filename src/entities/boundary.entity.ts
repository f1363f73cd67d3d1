import { Column, Entity, PrimaryColumn } from "typeorm";

/** One drawing of one area, as GeoJSON in degrees of WGS 84 (longitude first), with the box around it and its centre of gravity. */
@Entity({ name: "boundary" })
export class Boundary {
  @PrimaryColumn({ name: "area_id", type: "int" })
  areaId: number;

  /** The day whose boundaries are drawn. */
  @PrimaryColumn({ name: "boundaries_at", type: "date" })
  boundariesAt: string;

  @PrimaryColumn({ type: "varchar", length: 40 })
  detail: string;

  @Column({ type: "double" })
  west: number;

  @Column({ type: "double" })
  south: number;

  @Column({ type: "double" })
  east: number;

  @Column({ type: "double" })
  north: number;

  @Column({ name: "centroid_longitude", type: "double" })
  centroidLongitude: number;

  @Column({ name: "centroid_latitude", type: "double" })
  centroidLatitude: number;

  @Column({ type: "varchar", length: 400 })
  source: string;

  @Column({ type: "text" })
  geometry: string;
}

/** How much of something an area held on a day: what a figure is shared out by where an area was split. */
@Entity({ name: "area_weight", withoutRowid: true })
export class AreaWeight {
  @PrimaryColumn({ name: "area_id", type: "int" })
  areaId: number;

  /** WeightBasis: residents, households, addresses; square kilometres for LAND_AREA. */
  @PrimaryColumn({ type: "varchar", length: 40 })
  basis: string;

  @PrimaryColumn({ name: "weighed_at", type: "date" })
  weighedAt: string;

  @Column({ type: "double" })
  value: number;

  @Column({ type: "varchar", length: 400 })
  source: string;
}
