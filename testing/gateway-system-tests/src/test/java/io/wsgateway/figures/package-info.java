/** What a run under faults came to, and its row in the table of figures. */
@NullMarked
package io.wsgateway.figures;

import org.jspecify.annotations.NullMarked;
