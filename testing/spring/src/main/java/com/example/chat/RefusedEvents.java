// [refused]
package com.example.chat;

import io.wsgateway.model.RefusedEventException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

@RestControllerAdvice
class RefusedEvents {
    @ExceptionHandler
    ProblemDetail refused(RefusedEventException why) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, why.getMessage());
    }
}
// [/refused]
