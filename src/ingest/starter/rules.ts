/** The rules by which the starter set was made, as the report tells them. */
export const RULES: readonly string[] = [
  "Areas: the Code History Database of July 2024 stands for names, dates and status; the list of lower-tier authorities of 2025 says which codes are live after it; the list of changes says what became of the others. A second list of dates only checks, and its differences are told.",
  "Barnsley and Sheffield: E08000016 and E08000019 end on 2025-03-31, E08000038 and E08000039 start on 2025-04-01, as a recoding of the same ground.",
  "A recoding is ground that keeps its boundary under a new code. A county that ended is recoded when all its districts went into one authority that took in nothing else; otherwise it was split.",
  "An ended code followed the next day by a code of the same kind and name is told as a boundary change: codes change when boundaries do.",
  "LSOAs of 2021 count from census day, 2021-03-21; those of 2011 that are not among them end the day before.",
  "An LSOA lies in the MSOA that it is named after, and in the ward that the best fit of 2024 gives. A membership lasts while both areas stand; 2009-01-01, the day on which GSS codes began, is written as not known.",
  "Wards are those of 2024. One that the list of 2025 no longer has is ended, on a day that the files do not say.",
  "Great Britain, England and Wales, Inner and Outer London, city regions and pairs of authorities whose figures are published as one are groupings of kind CUSTOM, so that they are never ranked among countries or councils.",
  "Councils are known by `local-authority:` and the code of the register; where mySociety and the English register differ, the English register's code stands.",
  "A council's last day is its area's last day. Starts between May and July of 1905 or 2005 are bare years that a spreadsheet read as days, and are left out.",
  "Alternative names that are damaged (wrong encoding), cut short, or parts of a name that holds a comma are left out.",
  "Figures stand as published, with all digits, under the codes that the publisher used. A figure is refused when its area is in no list, when its row contradicts itself or another row, or when it cannot be read.",
  "House prices to earnings: the publisher's unit is `%`; the figures are ratios and our unit is ratio.",
  "House prices: the publisher's file has one figure a year and names no month; the period is the year, and each figure says so.",
  "Mid-year population is of one day, 30 June.",
  "An edition of the Indices of Deprivation stands for the calendar year it came out in.",
];
