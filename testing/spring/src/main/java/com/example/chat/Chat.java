package com.example.chat;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
public class Chat {
    public static void main(String[] arguments) {
        SpringApplication.run(Chat.class, arguments);
    }
}
