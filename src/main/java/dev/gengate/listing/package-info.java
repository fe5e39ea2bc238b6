/** What generations can be looked for by: the parameters of the list, which are the filter of an operation too. */
package dev.gengate.listing;
