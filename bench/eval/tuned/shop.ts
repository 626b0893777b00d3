import { casesOn } from "./on-page.ts";

const { explicit, ambiguous, nonsense } = casesOn("shop.html");
const filled = { prepare: "add(1); add(5)" };

/** Cards of one kind with the same buttons, a cart with its own, filters, a search, an order. */
export const shop = [
  explicit("shop-add-oak", "add the Oak bench to the cart", "state.cart[1] === 1 && Object.keys(state.cart).length === 1"),
  explicit("shop-add-bird", 'click "Add to cart" for the Bird house', "state.cart[4] === 1 && Object.keys(state.cart).length === 1"),
  explicit("shop-wish-bowl", "click the add to wish list button of Fire bowl", "state.wish.join() === '5'"),
  explicit("shop-third-add", "press the second Add to cart button", "state.cart[2] === 1 && Object.keys(state.cart).length === 1"),
  explicit("shop-search", "search for stand", "names().join() === 'Plant stand'"),
  explicit("shop-search-button", "type can into the search field and click the search button", "names().join() === 'Watering can'"),
  explicit("shop-sort", "sort by price: high to low", "names()[0] === 'Oak bench' && names()[5] === 'Steel rake'"),
  explicit("shop-sale", "tick On sale", "state.filters.join() === 'sale'"),
  explicit("shop-material", "choose Steel as the material", "state.mat === 'steel'"),
  explicit("shop-open-product", "open the Fire bowl product", "state.viewed === 5"),
  explicit("shop-remove", "remove the Fire bowl from the cart", "state.cart[5] === undefined && state.cart[1] === 1", filled),
  explicit("shop-more", "increase the quantity of the Oak bench", "state.cart[1] === 2 && state.cart[5] === 1", filled),
  explicit("shop-quantity", "in the cart, set the quantity of Fire bowl to 4 and press Enter", "state.cart[5] === 4 && state.cart[1] === 1", filled),
  explicit("shop-checkout", "go to the checkout", "state.paid", filled),
  explicit("shop-flow", "Search for rake, then click Add to cart, then proceed to checkout", "state.cart[2] === 1 && state.paid"),
  ambiguous("shop-which-add", "click Add to cart"),
  ambiguous("shop-which-remove", "click Remove", "state.cart[1] === 1 && state.cart[5] === 1 && touched === 0", filled),
  nonsense("shop-no-product", "add the garden gnome to the cart"),
  nonsense("shop-sold-out", "add the Watering can to the cart", "!state.cart[3]"),
];
