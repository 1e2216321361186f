import { expect, it } from 'vitest'
import { attachment } from './csv.ts'

it.each([
  ['ABC10 grades.csv', 'ABC10 grades.csv', 'ABC10%20grades.csv'],
  ['a"; x="b.csv', 'a__ x__b.csv', 'a%22%3B%20x%3D%22b.csv'],
  ['a\r\nSet-Cookie: b.csv', 'a__Set-Cookie_ b.csv', 'a%0D%0ASet-Cookie%3A%20b.csv'],
  ['../Größe (1).csv', '.._Gr__e _1_.csv', '..%2FGr%C3%B6%C3%9Fe%20%281%29.csv'],
])('the name %j ends no header and no quotation', (name, plain, exact) => {
  expect(attachment(name)).toBe(`attachment; filename="${plain}"; filename*=UTF-8''${exact}`)
})
